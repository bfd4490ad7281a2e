package io.mizzen.spi.config;
public record HostPort(String host, int port) {
  private static final String UNIX = "unix:";
  public HostPort {
    if (host.isEmpty() || port < -1 || port > 65535) {
      throw new IllegalArgumentException("not an address: \"" + host + ":" + port + "\"");
    }
  }
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
  public boolean isUnix() {
    return port == -1;
  }
  @Override
  public String toString() {
    if (isUnix()) {
      return UNIX + host;
    }
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
