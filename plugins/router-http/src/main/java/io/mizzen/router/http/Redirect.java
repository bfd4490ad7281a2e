package io.mizzen.router.http;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answer of a route that redirects. */
final class Redirect {
  static final Why WHY = new Why("redirect", Status.OK, "The route sends the client elsewhere.");

  private final RedirectConfig config;
  private final PathPattern match;

  Redirect(RedirectConfig config, PathPattern match) {
    this.config = config;
    this.match = match;
  }

  LocalReply answer(RequestHead head) {
    String authority = authority(head.service().toString());
    if (authority == null) {
      // HTTP/1.0 without a host: there is no absolute address to send the client to.
      return LocalReply.of(Why.DECODE_ERROR);
    }
    String location = authority + pathAndQuery(head.operation().toString(), authority.isEmpty());
    return new LocalReply(
        WHY, config.code(), List.of(new LocalReply.Field("location", location)), "");
  }

  /** Scheme and host; empty if the client stays at the host, null if there is none to name. */
  private @Nullable String authority(String requested) {
    if (config.scheme() == null && config.host() == null && config.port() == null) {
      return "";
    }
    String host = config.host();
    if (host == null) {
      host = requested.substring(0, HostPattern.nameEnd(requested));
    }
    if (host.isEmpty()) {
      return null;
    }
    return (config.scheme() == null ? "" : config.scheme() + ":")
        + "//"
        + host
        + (config.port() == null ? "" : ":" + config.port());
  }

  private String pathAndQuery(String target, boolean relative) {
    int end = PathPattern.pathEnd(target);
    String query = config.stripQuery() ? "" : target.substring(end);
    String path = target.substring(0, end);
    if (config.path() != null) {
      path = config.path();
    } else if (!path.startsWith("/")) {
      // "*" of OPTIONS or the authority of CONNECT.
      path = "/";
    } else if (config.prefix() != null) {
      path = match.withPrefix(path, config.prefix());
    }
    return (relative ? withoutHost(path) : path) + query;
  }

  /**
   * A relative address that begins with two slashes (some clients take backslashes too) names a
   * host: whoever writes {@code //evil.example} into a link would have us send clients there.
   */
  private static String withoutHost(String path) {
    int first = 0;
    while (first < path.length() && (path.charAt(first) == '/' || path.charAt(first) == '\\')) {
      first++;
    }
    return "/" + path.substring(first);
  }
}
