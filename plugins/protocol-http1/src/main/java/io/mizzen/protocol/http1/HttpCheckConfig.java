package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Authority;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.List;

/** What is asked of an endpoint, and which answers are good. */
@Doc("Asks an endpoint for a path over HTTP/1.1 and judges the status code.")
public record HttpCheckConfig(
    @Default("/") @Doc("The path to ask for.") String path,
    @Default("") @Doc("The Host header; empty for the endpoint's address.") String host,
    @Default("[\"200-299\"]")
        @Doc("Good status codes: single ones and ranges, such as [200, 300-399].")
        List<String> expect) {
  public HttpCheckConfig {
    if (!Targets.isOriginForm(path)) {
      throw new IllegalArgumentException(
          "path must begin with a slash and hold no blanks, got '" + path + "'");
    }
    if (!host.isEmpty() && !Authority.isGood(host)) {
      throw new IllegalArgumentException("host is not a host and port: '" + host + "'");
    }
    if (expect.isEmpty()) {
      throw new IllegalArgumentException("expect must name at least one status code");
    }
    expect = List.copyOf(expect);
    expect.forEach(CodeRange::parse);
  }

  /**
   * Status codes from one to another.
   *
   * @param from the first
   * @param to the last
   */
  record CodeRange(int from, int to) {
    static CodeRange parse(String text) {
      int dash = text.indexOf('-');
      int from = code(dash < 0 ? text : text.substring(0, dash), text);
      int to = dash < 0 ? from : code(text.substring(dash + 1), text);
      if (from > to) {
        throw new IllegalArgumentException("expect: the range '" + text + "' is empty");
      }
      return new CodeRange(from, to);
    }

    private static int code(String digits, String text) {
      boolean good = digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
      int code = good ? Integer.parseInt(digits) : 0;
      if (code < 200 || code > 599) {
        throw new IllegalArgumentException(
            "expect needs codes from 200 to 599 or ranges of them, got '" + text + "'");
      }
      return code;
    }

    boolean holds(int code) {
      return code >= from && code <= to;
    }
  }
}
