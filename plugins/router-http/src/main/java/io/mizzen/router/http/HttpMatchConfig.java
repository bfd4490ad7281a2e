package io.mizzen.router.http;

import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.config.Doc;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which requests a route takes: all that is said must hold. */
@Doc("Which requests a route takes: all conditions must hold.")
public record HttpMatchConfig(
    @Doc(
            "Any of these hosts: a name, '*.suffix', 'prefix.*' or '*'. Case and port do not count;"
                + " any host if it is absent.")
        List<String> hosts,
    @Nullable @Doc("The path is this, to the byte, query not counted.") String exact,
    @Nullable
        @Doc("The path begins with these segments: /api takes /api and /api/x, but not /apix.")
        String prefix,
    @Nullable
        @Doc("The whole path, query not counted, matches this regular expression (RE2, linear).")
        String regex,
    @Doc("Any of these methods, compared with case; any method if it is absent.")
        List<String> methods,
    @Doc("What headers must be like; of several with one name the first counts.")
        Map<String, TextMatch> headers,
    @Doc(
            "What query parameters must be like, as they are sent (not decoded); of several with"
                + " one name the first counts.")
        Map<String, TextMatch> query) {
  public HttpMatchConfig {
    if (Stream.of(exact, prefix, regex).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException("has only one of 'exact', 'prefix', 'regex'");
    }
    requirePath("exact", exact);
    requirePath("prefix", prefix);
    if (regex != null) {
      TextMatch.pattern(regex, Letters.EXACT);
    }
    for (String host : hosts) {
      HostPattern.parse(host);
    }
  }

  static void requirePath(String key, @Nullable String path) {
    if (path == null) {
      return;
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(key + " must begin with '/', got '" + path + "'");
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c == '?' || c == '#' || c >= 0x7f) {
        throw new IllegalArgumentException(
            key
                + " must be a path as it is sent, without '?', '#', spaces and letters beyond ASCII"
                + " (write them as %XX), got '"
                + path
                + "'");
      }
    }
  }
}
