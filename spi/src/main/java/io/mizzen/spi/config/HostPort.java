package io.mizzen.spi.config;

import org.jspecify.annotations.Nullable;

/**
 * An address to bind or to call: {@code host:port}, {@code [v6]:port}, {@code :port} (all
 * interfaces) or {@code unix:/path}. Names are not resolved here.
 *
 * @param host a name or a literal address without brackets, or the path of a unix socket
 * @param port 0 to 65535; -1 for a unix socket
 */
public record HostPort(String host, int port) {
  private static final String UNIX = "unix:";

  public HostPort {
    if (host.isEmpty() || port < -1 || port > 65535) {
      throw new IllegalArgumentException("not an address: \"" + host + ":" + port + "\"");
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException with a sentence for users if the text is not an address
   */
  public static HostPort parse(String text) {
    if (text.startsWith(UNIX)) {
      if (text.length() == UNIX.length()) {
        throw new IllegalArgumentException("unix socket has no path: \"" + text + "\"");
      }
      return new HostPort(text.substring(UNIX.length()), -1);
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IllegalArgumentException("address has no port: \"" + text + "\"");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "an IPv6 address needs brackets, as in [::1]:8080: \"" + text + "\"");
    }
    String digits = text.substring(colon + 1);
    int port = -1;
    if (digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      port = digits.isEmpty() ? -1 : Integer.parseInt(digits);
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be from 0 to 65535: \"" + text + "\"");
    }
    return new HostPort(host.isEmpty() ? "0.0.0.0" : host, port);
  }

  /** Whether this is a unix domain socket; {@link #host} is then its path. */
  public boolean isUnix() {
    return port == -1;
  }

  // By hand: the generated ones are linked anew at every start, which takes milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostPort to && port == to.port && host.equals(to.host);
  }

  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  @Override
  public String toString() {
    if (isUnix()) {
      return UNIX + host;
    }
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
