package io.mizzen.tools.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What of Maven's {@code settings.xml} matters here: where the local repository is, and which
 * mirror stands in for a repository. Passwords of servers are not read: a repository that asks for
 * one is reached through Maven itself, which then has the jar in the local repository.
 */
record MavenSettings(Path localRepository, List<Mirror> mirrors) {
  /** One that stands in for others. */
  record Mirror(String of, String url) {}

  /**
   * Reads those of a user.
   *
   * @param folder such as {@code ~/.m2}
   * @throws IOException if they are there and cannot be read
   */
  static MavenSettings read(Path folder) throws IOException {
    Path file = folder.resolve("settings.xml");
    Path local = folder.resolve("repository");
    List<Mirror> mirrors = new ArrayList<>();
    if (!Files.isReadable(file)) {
      return new MavenSettings(local, mirrors);
    }
    Element root = parse(file);
    String named = text(root, "localRepository");
    if (!named.isEmpty()) {
      local = Path.of(named.replace("${user.home}", System.getProperty("user.home")));
    }
    NodeList found = root.getElementsByTagName("mirror");
    for (int i = 0; i < found.getLength(); i++) {
      Element mirror = (Element) found.item(i);
      mirrors.add(new Mirror(text(mirror, "mirrorOf"), text(mirror, "url")));
    }
    return new MavenSettings(local, List.copyOf(mirrors));
  }

  private static Element parse(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The text of a direct child. */
  private static String text(Element parent, String name) {
    NodeList children = parent.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element child && child.getTagName().equals(name)) {
        return child.getTextContent().strip();
      }
    }
    return "";
  }

  /**
   * The URL to ask instead of a repository's own.
   *
   * @param id such as {@code central}; empty if it has only a URL
   */
  String urlFor(String id, String url) {
    for (Mirror mirror : mirrors) {
      if (covers(mirror.of(), id, url)) {
        return mirror.url();
      }
    }
    return url;
  }

  /** Maven's words for it: {@code *}, {@code external:*}, an id, {@code !id}, joined by commas. */
  private static boolean covers(String of, String id, String url) {
    boolean covered = false;
    for (String part : of.split(",", -1)) {
      String word = part.strip();
      if (word.equals("!" + id)) {
        return false;
      }
      boolean external = word.equals("external:*") && !url.startsWith("file:");
      covered |= word.equals("*") || external || !id.isEmpty() && word.equals(id);
    }
    return covered && !url.startsWith("file:");
  }
}
