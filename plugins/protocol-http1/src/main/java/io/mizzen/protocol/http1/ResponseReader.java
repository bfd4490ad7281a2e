package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ResponseHead.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Turns the octets of a response head into what may be forwarded. What breaks a rule is refused, so
 * that no rubbish of an upstream reaches a caller. Immutable; one per cluster.
 */
final class ResponseReader {
  private final HeadLimits limits;

  ResponseReader(HeadLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads and judges a head whose octets are loaded.
   *
   * @param end the end of the octets that are there
   * @param request the method the response answers
   * @param offered the protocols of the request's Upgrade, or null for none
   * @return how many octets the head has, or {@link HeadParser#INCOMPLETE}
   */
  int read(Http1ResponseHead head, int end, Method request, byte @Nullable [] offered)
      throws ProtocolException {
    int lines = StartLine.status(head, end, limits);
    int empty = lines < 0 ? lines : HeadParser.lines(head, lines, end, Side.RESPONSE, limits);
    int used = empty < 0 ? end : empty + 2;
    if (used > limits.total()) {
      throw Rule.HEAD_TOO_LARGE.broken(Side.RESPONSE);
    }
    if (empty < 0) {
      return HeadParser.INCOMPLETE;
    }
    head.length = empty;
    if (head.lineTo == head.lineFrom) {
      head.status(head.code);
    }
    judge(head, request, offered);
    return used;
  }

  private static void judge(Http1ResponseHead head, Method request, byte @Nullable [] offered)
      throws ProtocolException {
    int code = head.code;
    boolean interim = code < 200;
    if (code == 101) {
      takeUpgrade(head, offered);
    } else if (interim) {
      head.kind = Kind.INFORMATIONAL;
    } else if (request == Method.CONNECT && code < 300) {
      head.kind = Kind.TUNNEL;
    }
    if (interim || code == 204 || head.kind == Kind.TUNNEL) {
      head.removeAll(FieldName.CONTENT_LENGTH);
    } else if (request == Method.HEAD || code == 304) {
      judgeUnusedLength(head);
    } else {
      long length = Framing.read(head, head.minor, Side.RESPONSE);
      head.bodyLength = length == Framing.UNSAID ? Http1RequestHead.UNKNOWN_LENGTH : length;
      if (length == Framing.UNSAID) {
        head.persistence = Persistence.CLOSE;
        head.untilClose = true;
      }
    }
    int asked = HopByHop.remove(head, Side.RESPONSE);
    if ((asked & HopByHop.CLOSE) != 0 || head.minor == 0) {
      head.persistence = Persistence.CLOSE;
    }
  }

  /** A length that no body follows is still read by somebody: it has to be a good one. */
  private static void judgeUnusedLength(Http1ResponseHead head) throws ProtocolException {
    if (head.has(FieldName.TRANSFER_ENCODING)) {
      head.removeAll(FieldName.CONTENT_LENGTH);
    } else {
      Framing.read(head, head.minor, Side.RESPONSE);
    }
  }

  private static void takeUpgrade(Http1ResponseHead head, byte @Nullable [] offered)
      throws ProtocolException {
    int row = head.row(FieldName.UPGRADE, 0);
    if (offered == null || row < 0 || head.row(FieldName.UPGRADE, row + 1) >= 0) {
      throw Rule.UNASKED_UPGRADE.broken(Side.RESPONSE);
    }
    int from = head.valueOf(row);
    int to = head.valueEndOf(row);
    if (from == to || !isOffered(head.bytes, from, to, offered)) {
      throw Rule.UNASKED_UPGRADE.broken(Side.RESPONSE);
    }
    head.upgradeFrom = from;
    head.upgradeTo = to;
    head.kind = Kind.TUNNEL;
  }

  private static boolean isOffered(byte[] bytes, int from, int to, byte[] offered) {
    for (int at = 0; at < offered.length; ) {
      int end = Lists.end(offered, at, offered.length);
      int same = 0;
      while (same < Math.min(end - at, to - from)
          && Octets.lower(offered[at + same]) == Octets.lower(bytes[from + same])) {
        same++;
      }
      if (same == end - at && same == to - from) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }
}
