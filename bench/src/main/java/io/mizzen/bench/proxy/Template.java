package io.mizzen.bench.proxy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration file with {@code {{word}}} in the places that differ from run to run; a resource
 * of this package.
 */
final class Template {
  private static final Pattern WORD = Pattern.compile("\\{\\{([a-zA-Z]+)}}");

  private Template() {}

  /**
   * @throws IllegalArgumentException if the template has a word without value, or no place for a
   *     value: both are typing errors
   */
  static String render(String resource, Map<String, ?> values) throws IOException {
    Set<String> unused = new HashSet<>(values.keySet());
    Matcher words = WORD.matcher(read(resource));
    StringBuilder text = new StringBuilder();
    while (words.find()) {
      Object value = values.get(words.group(1));
      if (value == null) {
        throw new IllegalArgumentException(resource + " wants a value for " + words.group());
      }
      unused.remove(words.group(1));
      words.appendReplacement(text, Matcher.quoteReplacement(value.toString()));
    }
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(resource + " has no place for " + unused);
    }
    return words.appendTail(text).toString();
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("no template " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
