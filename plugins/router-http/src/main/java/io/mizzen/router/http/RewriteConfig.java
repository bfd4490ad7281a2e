package io.mizzen.router.http;

import com.google.re2j.Pattern;
import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.config.Doc;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the upstream sees instead. The query stays. */
@Doc("What the upstream sees instead of the request's path or host; the query stays.")
public record RewriteConfig(
    @Nullable @Doc("What replaces match.prefix.") String prefix,
    @Nullable @Doc("The whole path.") String path,
    @Nullable @Doc("Every part of the path that matches (RE2) gives way to 'replacement'.")
        String regex,
    @Nullable @Doc("What replaces it; $1 is what the first group matched, \\$ a dollar.")
        String replacement,
    @Nullable @Doc("The host, with a port where it needs one.") String host) {
  public RewriteConfig {
    long ways = Stream.of(prefix, path, regex).filter(Objects::nonNull).count();
    if (ways > 1) {
      throw new IllegalArgumentException("has only one of 'prefix', 'path', 'regex'");
    }
    if (ways == 0 && host == null) {
      throw new IllegalArgumentException("needs one of 'prefix', 'path', 'regex', 'host'");
    }
    if ((regex == null) != (replacement == null)) {
      throw new IllegalArgumentException("'regex' and 'replacement' belong together");
    }
    if (host != null) {
      HostPattern.requireAuthority(host);
    }
    HttpMatchConfig.requirePath("prefix", prefix);
    HttpMatchConfig.requirePath("path", path);
    if (regex != null && replacement != null) {
      requireGroups(TextMatch.pattern(regex, Letters.EXACT), replacement);
    }
  }

  /** Finds now what re2j would only find at the first request that matches. */
  private static void requireGroups(Pattern pattern, String replacement) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c == '\\') {
        i++;
        continue;
      }
      if (c != '$') {
        continue;
      }
      int end = i + 1;
      while (end < replacement.length() && Character.isDigit(replacement.charAt(end))) {
        end++;
      }
      // A group of four digits does not exist either; no overflow.
      int group = end == i + 1 || end > i + 4 ? -1 : Integer.parseInt(replacement, i + 1, end, 10);
      if (group < 0 || group > pattern.groupCount()) {
        throw new IllegalArgumentException(
            "replacement: '"
                + replacement.substring(i, end)
                + "' names no group; regex has "
                + pattern.groupCount()
                + ", and a dollar is written \\$");
      }
      i = end - 1;
    }
  }
}
