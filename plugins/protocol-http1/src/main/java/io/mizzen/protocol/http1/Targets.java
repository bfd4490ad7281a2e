package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Authority;
import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.PathPolicy;
import io.mizzen.lib.http.PathRewrite;
import io.mizzen.lib.http.Paths;
import io.mizzen.spi.protocol.ProtocolException;

/**
 * Request targets and hosts (RFC 9112 sections 3.2 and 3.3, RFC 3986). Match, filters and upstream
 * all see what stands in the head after this.
 */
final class Targets {
  private static final byte[] HTTP = Octets.ascii("http://");
  private static final byte[] HTTPS = Octets.ascii("https://");

  private Targets() {}

  /**
   * Finds out what a request asks for, and whom.
   *
   * @param from where the target stands in the head's octets
   */
  static void read(Http1RequestHead head, int from, int to, PathPolicy policy)
      throws ProtocolException {
    byte[] bytes = head.bytes;
    if (head.method == Method.CONNECT) {
      authorityForm(head, from, to);
    } else if (bytes[from] == '/') {
      head.operationFrom = from;
      head.operationTo = to;
      checkPath(head, policy);
    } else if (to - from == 1 && bytes[from] == '*') {
      if (head.method != Method.OPTIONS) {
        throw Rule.TARGET.broken(Side.REQUEST);
      }
      head.operationFrom = from;
      head.operationTo = to;
    } else {
      absoluteForm(head, from, to, policy);
    }
  }

  private static void authorityForm(Http1RequestHead head, int from, int to)
      throws ProtocolException {
    if (!Authority.isGoodWithPort(head.bytes, from, to)) {
      throw Rule.TARGET.broken(Side.REQUEST);
    }
    head.serviceFrom = from;
    head.serviceTo = to;
  }

  private static void absoluteForm(Http1RequestHead head, int from, int to, PathPolicy policy)
      throws ProtocolException {
    byte[] bytes = head.bytes;
    int host = afterScheme(bytes, from, to, HTTP);
    if (host < 0) {
      host = afterScheme(bytes, from, to, HTTPS);
    }
    if (host < 0) {
      throw Rule.TARGET.broken(Side.REQUEST);
    }
    int path = host;
    while (path < to && bytes[path] != '/' && bytes[path] != '?') {
      path++;
    }
    if (path == host || !Authority.isGood(bytes, host, path)) {
      throw Rule.HOST.broken(Side.REQUEST);
    }
    head.serviceFrom = host;
    head.serviceTo = path;
    if (path < to && bytes[path] == '/') {
      head.retarget(path, to);
    } else if (path == to && head.method == Method.OPTIONS) {
      head.rewriteToAsterisk();
    } else {
      int start = head.length;
      head.append((byte) '/');
      head.appendOwn(path, to);
      head.retarget(start, head.length);
    }
    checkPath(head, policy);
  }

  private static void checkPath(Http1RequestHead head, PathPolicy policy) throws ProtocolException {
    int from = head.operationFrom;
    int to = head.operationTo;
    switch (Paths.judge(head.bytes, from, to, policy)) {
      case FORWARD -> {}
      case REWRITE -> {
        head.reserve(to - from + 1);
        int path = head.length;
        head.length = PathRewrite.write(head.bytes, from, to, path);
        head.retarget(path, head.length);
      }
      case REFUSE -> throw Rule.TARGET_PATH.broken(Side.REQUEST);
      case REFUSE_AS_NO_URI -> throw Rule.TARGET.broken(Side.REQUEST);
    }
  }

  private static int afterScheme(byte[] bytes, int from, int to, byte[] scheme) {
    int end = from + scheme.length;
    return end <= to && Octets.equalsIgnoreCase(bytes, from, end, scheme) ? end : -1;
  }

  /** Whether a text can stand in a request line: begins with a slash, holds no blank. */
  static boolean isOriginForm(CharSequence text) {
    if (text.length() == 1 && text.charAt(0) == '*') {
      return true;
    }
    if (text.isEmpty() || text.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter <= 0x20 || letter == 0x7f || letter > 0xff) {
        return false;
      }
    }
    return true;
  }
}
