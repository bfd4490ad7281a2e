package io.mizzen.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A way in, and what it lets through. */
enum Door {
  /** The unix socket: whoever may open the file may do everything. */
  SOCKET,
  /**
   * Loopback TCP: every local process and every page in a local browser reaches it, so no change
   * without the token.
   */
  HTTP,
  /** Any address: what probes and scrapers read, and nothing else. */
  PROBES;

  /** What whoever comes in here may do without showing anything. */
  Rights rights() {
    return switch (this) {
      case SOCKET -> Rights.EVERYTHING;
      case HTTP -> Rights.QUESTIONS;
      case PROBES -> Rights.PROBES;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses what a browser may have been tricked into, before the request is looked at: a name that
   * was made to resolve to us (DNS rebinding), and pages of other origins.
   *
   * @return why it is refused, or null
   */
  @Nullable String refusal(HttpHeaders headers) {
    if (this == SOCKET) {
      return null; // no browser opens a unix socket
    }
    String site = headers.get("sec-fetch-site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return "requests of other sites are refused";
    }
    String host = headers.get(HttpHeaderNames.HOST);
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null && !origin.equals("http://" + host)) {
      return "requests of other sites are refused";
    }
    // A scraper may call us by any name, and what it may read tells nothing that a page could use.
    if (this == HTTP && (host == null || !LoopbackNames.contains(withoutPort(host)))) {
      return "the Host field must name this machine, such as localhost";
    }
    return null;
  }

  private static String withoutPort(String host) {
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end < 0 ? host : host.substring(1, end);
    }
    int colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }
}
