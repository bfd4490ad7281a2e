package io.mizzen.protocol.http1;

import io.mizzen.spi.protocol.ProtocolException;

/** Paths that two servers could read differently: refused, resolved or let through. */
final class Paths {
  private Paths() {}

  /** Applies a policy to the path of a head in origin-form. */
  static void check(Http1RequestHead head, PathPolicy policy) throws ProtocolException {
    byte[] bytes = head.bytes;
    int to = head.operationTo;
    Finding worst = Finding.PLAIN;
    int at = head.operationFrom;
    for (; at < to && bytes[at] != '?'; at++) {
      byte octet = bytes[at];
      Finding finding = Finding.PLAIN;
      if (octet == '%') {
        finding = escape(bytes, at, to);
      } else if (octet == '/') {
        finding = segmentAfter(bytes, at, to);
      } else if (octet == '\\') {
        finding = Finding.AMBIGUOUS;
      } else if (octet == '#') {
        finding = Finding.NOT_A_URI;
      }
      if (finding.compareTo(worst) > 0) {
        worst = finding;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == '#') {
        worst = Finding.NOT_A_URI;
      }
    }
    apply(head, policy, worst);
  }

  private static void apply(Http1RequestHead head, PathPolicy policy, Finding worst)
      throws ProtocolException {
    switch (worst) {
      case PLAIN -> {}
      case NEEDLESS_ESCAPE -> {
        if (policy == PathPolicy.REWRITE) {
          PathRewrite.apply(head);
        }
      }
      case DOTS -> {
        if (policy == PathPolicy.STRICT) {
          throw Rule.TARGET_PATH.broken(Side.REQUEST);
        }
        if (policy == PathPolicy.REWRITE) {
          PathRewrite.apply(head);
        }
      }
      case AMBIGUOUS, NOT_A_URI -> {
        if (policy != PathPolicy.AS_IS) {
          throw (worst == Finding.AMBIGUOUS ? Rule.TARGET_PATH : Rule.TARGET).broken(Side.REQUEST);
        }
      }
    }
  }

  /** What an octet of a path can mean, mildest first. */
  private enum Finding {
    PLAIN,
    NEEDLESS_ESCAPE,
    DOTS,
    AMBIGUOUS,
    NOT_A_URI
  }

  private static Finding escape(byte[] bytes, int at, int to) {
    int octet = escaped(bytes, at, to);
    if (octet == '/' || octet == '\\' || octet == 0) {
      return Finding.AMBIGUOUS;
    }
    return octet > 0 && Octets.is(Octets.UNRESERVED, (byte) octet)
        ? Finding.NEEDLESS_ESCAPE
        : Finding.PLAIN;
  }

  /** The octet that an escape stands for, or -1 if it is none. */
  static int escaped(byte[] bytes, int at, int to) {
    return Targets.isEscape(bytes, at, to)
        ? Octets.hex(bytes[at + 1]) << 4 | Octets.hex(bytes[at + 2])
        : -1;
  }

  /** Whether the segment after a slash is a dot segment, its dots encoded or not. */
  private static Finding segmentAfter(byte[] bytes, int slash, int to) {
    int at = slash + 1;
    int dots = 0;
    while (at < to && bytes[at] != '/' && bytes[at] != '?') {
      if (bytes[at] == '.') {
        at++;
      } else if (bytes[at] == '%' && escaped(bytes, at, to) == '.') {
        at += 3;
      } else if (bytes[at] == ';') {
        // Some servers take parameters off a segment before they look at its dots.
        break;
      } else {
        return Finding.PLAIN;
      }
      dots++;
    }
    return dots == 1 || dots == 2 ? Finding.DOTS : Finding.PLAIN;
  }
}
