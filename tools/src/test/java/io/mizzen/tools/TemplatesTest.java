package io.mizzen.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The archetype names every template: what it does not name nobody gets. */
final class TemplatesTest {
  private static final Path RESOURCES = Path.of("../archetype/src/main/resources");
  private static final Pattern NAME =
      Pattern.compile("<directory>(.+?)</directory>|<include>(.+?)</include>");

  @Test
  void everyTemplateIsNamed() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    named.add("pom.xml");
    String metadata = Files.readString(RESOURCES.resolve("META-INF/maven/archetype-metadata.xml"));
    Matcher matcher = NAME.matcher(metadata);
    String folder = "";
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        folder = matcher.group(1);
      } else {
        named.add(folder + "/" + matcher.group(2));
      }
    }
    TreeSet<String> there = new TreeSet<>();
    Path templates = RESOURCES.resolve("archetype-resources");
    try (Stream<Path> files = Files.walk(templates)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> there.add(templates.relativize(file).toString()));
    }
    assertEquals(there, named);
  }
}
