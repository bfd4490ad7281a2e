package io.mizzen.router.http;

import com.google.re2j.Pattern;
import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.protocol.RequestHead;
import org.jspecify.annotations.Nullable;

/** Changes path and host for the upstream. */
final class Rewrite {
  private final RewriteConfig config;
  private final PathPattern match;
  private final @Nullable Pattern regex;

  Rewrite(RewriteConfig config, PathPattern match) {
    this.config = config;
    this.match = match;
    this.regex = config.regex() == null ? null : TextMatch.pattern(config.regex(), Letters.EXACT);
  }

  void apply(RequestHead head) {
    if (config.host() != null) {
      head.rewriteService(config.host());
    }
    String target = head.operation().toString();
    // "*" of OPTIONS and the authority of CONNECT are no paths.
    if (target.startsWith("/")) {
      String changed = changed(target);
      if (!changed.equals(target)) {
        head.rewriteOperation(changed);
      }
    }
  }

  private String changed(String target) {
    int end = PathPattern.pathEnd(target);
    if (config.path() != null) {
      return config.path() + target.substring(end);
    }
    if (config.prefix() != null) {
      return match.withPrefix(target, config.prefix());
    }
    if (regex != null && config.replacement() != null) {
      String path = regex.matcher(target.substring(0, end)).replaceAll(config.replacement());
      // Whatever the expression took away: what goes out stays a path.
      return (path.startsWith("/") ? path : "/" + path) + target.substring(end);
    }
    return target;
  }
}
