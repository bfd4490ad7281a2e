package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.ProtocolException;

/** Reads request lines (RFC 9112 section 3) and status lines (section 4). */
final class StartLine {
  /** The longest method; the longest registered one has 17 letters. */
  private static final int MAX_METHOD = 32;

  /** Empty lines a caller may send before a request: two, as a clumsy one does after a body. */
  private static final int MAX_EMPTY = 4;

  private static final int VERSION_SIZE = "HTTP/1.1".length();
  private static final byte[] PREFIX = Octets.ascii("HTTP/");

  private StartLine() {}

  /**
   * Reads a request line into a head.
   *
   * @param end the end of the octets that are there
   * @return where the header lines begin, or {@link HeadParser#INCOMPLETE}
   */
  static int request(Http1RequestHead head, int end, HeadLimits limits) throws ProtocolException {
    byte[] bytes = head.bytes;
    int start = afterEmptyLines(bytes, end);
    if (start < 0) {
      return HeadParser.INCOMPLETE;
    }
    int methodEnd = Octets.endOf(Octets.TOKEN, bytes, start, end);
    if (methodEnd - start > MAX_METHOD) {
      throw Rule.METHOD_TOO_LONG.broken(Side.REQUEST);
    }
    if (methodEnd == end) {
      return HeadParser.INCOMPLETE;
    }
    if (methodEnd == start || bytes[methodEnd] != Octets.SP) {
      throw Rule.NOT_HTTP.broken(Side.REQUEST);
    }
    int target = methodEnd + 1;
    int stop = lineEnd(bytes, start, target, end, limits, Side.REQUEST);
    if (stop < 0) {
      return HeadParser.INCOMPLETE;
    }
    int version = stop - VERSION_SIZE;
    if (version <= target || bytes[version - 1] != Octets.SP) {
      throw Rule.VERSION.broken(Side.REQUEST);
    }
    head.minor = minor(bytes, version, Side.REQUEST);
    int targetEnd = version - 1;
    for (int i = target; i < targetEnd; i++) {
      if (bytes[i] == Octets.SP || bytes[i] == Octets.HTAB) {
        throw Rule.NOT_HTTP.broken(Side.REQUEST);
      }
    }
    if (target == targetEnd) {
      throw Rule.TARGET.broken(Side.REQUEST);
    }
    head.method = Method.of(bytes, start, methodEnd);
    head.methodFrom = start;
    head.methodTo = methodEnd;
    head.lineFrom = start;
    head.lineTo = stop + 2;
    head.operationFrom = target;
    head.operationTo = targetEnd;
    return head.lineTo;
  }

  private static int afterEmptyLines(byte[] bytes, int end) throws ProtocolException {
    int at = 0;
    while (at < end && (bytes[at] == Octets.CR || bytes[at] == Octets.LF)) {
      if (bytes[at] == Octets.LF) {
        throw Rule.BARE_LF.broken(Side.REQUEST);
      }
      if (at + 1 == end) {
        return HeadParser.INCOMPLETE;
      }
      if (bytes[at + 1] != Octets.LF) {
        throw Rule.BARE_CR.broken(Side.REQUEST);
      }
      at += 2;
      if (at > MAX_EMPTY) {
        throw Rule.EMPTY_LINES.broken(Side.REQUEST);
      }
    }
    return at;
  }

  /** The CR of a line, or INCOMPLETE. */
  private static int lineEnd(byte[] bytes, int start, int at, int end, HeadLimits limits, Side side)
      throws ProtocolException {
    int stop = Octets.endOfText(bytes, at, end);
    if (stop + 1 >= end) {
      if (stop < end && bytes[stop] != Octets.CR) {
        throw HeadParser.badOctet(bytes[stop], side);
      }
      if (end - start > limits.startLine()) {
        throw Rule.LINE_TOO_LONG.broken(side);
      }
      return HeadParser.INCOMPLETE;
    }
    if (bytes[stop] != Octets.CR || bytes[stop + 1] != Octets.LF) {
      throw HeadParser.badOctet(bytes[stop], side);
    }
    if (stop + 2 - start > limits.startLine()) {
      throw Rule.LINE_TOO_LONG.broken(side);
    }
    return stop;
  }

  /**
   * The minor version; 1.2 and above count as 1.1. The octets then say 1.1, since a proxy always
   * sends its own version (RFC 9112 section 2.3).
   */
  private static int minor(byte[] bytes, int at, Side side) throws ProtocolException {
    for (int i = 0; i < PREFIX.length; i++) {
      if (bytes[at + i] != PREFIX[i]) {
        throw Rule.VERSION.broken(side);
      }
    }
    int major = bytes[at + 5] - '0';
    int minor = bytes[at + 7] - '0';
    if (major < 0 || major > 9 || bytes[at + 6] != '.' || minor < 0 || minor > 9) {
      throw Rule.VERSION.broken(side);
    }
    if (major != 1) {
      throw (major == 0 ? Rule.VERSION : Rule.MAJOR_VERSION).broken(side);
    }
    bytes[at + 7] = '1';
    return Math.min(minor, 1);
  }

  /** Reads a status line into a head; the same contract as {@link #request}. */
  static int status(Http1ResponseHead head, int end, HeadLimits limits) throws ProtocolException {
    byte[] bytes = head.bytes;
    for (int i = 0; i < PREFIX.length && i < end; i++) {
      if (bytes[i] != PREFIX[i]) {
        throw Rule.STATUS_LINE.broken(Side.RESPONSE);
      }
    }
    int stop = lineEnd(bytes, 0, 0, end, limits, Side.RESPONSE);
    if (stop < 0) {
      return HeadParser.INCOMPLETE;
    }
    int digits = VERSION_SIZE + 1;
    if (stop < digits + 3 || bytes[VERSION_SIZE] != Octets.SP) {
      throw Rule.STATUS_LINE.broken(Side.RESPONSE);
    }
    head.minor = minor(bytes, 0, Side.RESPONSE);
    long code = Octets.number(bytes, digits, digits + 3);
    boolean ended = stop == digits + 3;
    if (code < 0 || (!ended && bytes[digits + 3] != Octets.SP)) {
      throw Rule.STATUS_LINE.broken(Side.RESPONSE);
    }
    if (code < 100 || code > 599) {
      throw Rule.STATUS_CODE.broken(Side.RESPONSE);
    }
    head.code = (int) code;
    head.lineFrom = 0;
    head.lineTo = ended ? 0 : stop + 2;
    return stop + 2;
  }
}
