package io.mizzen.router.http;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a client is sent. What is absent stays as in the request. */
@Doc("Sends the client elsewhere; what is absent stays as it is in the request.")
public record RedirectConfig(
    @Nullable @Doc("http or https. The request's port is dropped, as it belongs to the old scheme.")
        String scheme,
    @Nullable @Doc("The host, without port. The request's port is dropped.") String host,
    @Nullable @Doc("The port.") Integer port,
    @Nullable @Doc("The whole path.") String path,
    @Nullable @Doc("What replaces match.prefix.") String prefix,
    @Default("301") @Doc("301, 302, 303, 307 or 308.") int code,
    @Default("false") @Doc("Whether the query is dropped.") boolean stripQuery) {
  private static final Set<Integer> CODES = Set.of(301, 302, 303, 307, 308);

  public RedirectConfig {
    if (!CODES.contains(code)) {
      throw new IllegalArgumentException("code must be 301, 302, 303, 307 or 308, got " + code);
    }
    if (scheme != null && !scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("scheme must be http or https, got '" + scheme + "'");
    }
    if (port != null && (port < 1 || port > 65535)) {
      throw new IllegalArgumentException("port must be from 1 to 65535, got " + port);
    }
    if (path != null && prefix != null) {
      throw new IllegalArgumentException("has only one of 'path' and 'prefix'");
    }
    if (host != null) {
      HostPattern.requireName(host);
    }
    HttpMatchConfig.requirePath("path", path);
    HttpMatchConfig.requirePath("prefix", prefix);
    if (scheme == null && host == null && port == null && path == null && prefix == null) {
      throw new IllegalArgumentException(
          "needs at least one of 'scheme', 'host', 'port', 'path', 'prefix', or the client comes"
              + " back for ever");
    }
  }
}
