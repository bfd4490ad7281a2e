package io.mizzen.tools.author;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The templates of the Maven archetype, filled in without Maven: the same files, the same words. A
 * file {@code __className__X.java} of a packaged set goes to {@code <package>/AcmeX.java}.
 */
final class Template {
  private static final String METADATA = "META-INF/maven/archetype-metadata.xml";
  private static final String RESOURCES = "archetype-resources/";
  private static final String COMMON = "common";

  private final Map<String, String> words;
  private final String kind;

  /**
   * @param kind such as {@code protocol}
   * @param words what stands for {@code ${name}} and {@code __name__}
   */
  Template(String kind, Map<String, String> words) {
    this.kind = kind;
    this.words = Map.copyOf(words);
  }

  /** A file of the project. */
  record File(Path path, String text) {}

  /** All files of the project, by paths relative to it. */
  List<File> files() throws IOException {
    List<File> files = new ArrayList<>();
    files.add(new File(Path.of("pom.xml"), filled(read(RESOURCES + "pom.xml"))));
    NodeList sets = metadata().getElementsByTagName("fileSet");
    for (int i = 0; i < sets.getLength(); i++) {
      Element set = (Element) sets.item(i);
      String folder = set.getElementsByTagName("directory").item(0).getTextContent().strip();
      String top = folder.indexOf('/') < 0 ? folder : folder.substring(0, folder.indexOf('/'));
      if (top.equals(COMMON) || top.equals(kind)) {
        files.addAll(files(set, folder, top));
      }
    }
    return files;
  }

  private List<File> files(Element set, String folder, String top) throws IOException {
    List<File> files = new ArrayList<>();
    Path below = Path.of(folder.equals(top) ? "" : folder.substring(top.length() + 1));
    if (set.getAttribute("packaged").equals("true")) {
      below = below.resolve(String.valueOf(words.get("package")).replace('.', '/'));
    }
    NodeList includes = set.getElementsByTagName("include");
    for (int i = 0; i < includes.getLength(); i++) {
      String name = includes.item(i).getTextContent().strip();
      String text = read(RESOURCES + folder + "/" + name);
      String shown = name.equals("gitignore") ? ".gitignore" : renamed(name);
      files.add(new File(below.resolve(shown), filled(text)));
    }
    return files;
  }

  private String renamed(String name) {
    String renamed = name;
    for (Map.Entry<String, String> word : words.entrySet()) {
      renamed = renamed.replace("__" + word.getKey() + "__", word.getValue());
    }
    return renamed;
  }

  /** Only known words: a pom is full of others. */
  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace("${" + word.getKey() + "}", word.getValue());
    }
    return filled;
  }

  private static Element metadata() throws IOException {
    try (InputStream in = open(METADATA)) {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return factory.newDocumentBuilder().parse(in).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(METADATA + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = Template.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new IOException("the templates are incomplete: no " + name);
    }
    return in;
  }
}
