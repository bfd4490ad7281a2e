package io.mizzen.lib.http;

/** Paths that two servers could read differently. */
public final class Paths {
  private Paths() {}

  /** What an octet of a path can mean, mildest first. */
  public enum Finding {
    PLAIN,
    /** Says with an escape what could be said without one. */
    NEEDLESS_ESCAPE,
    /** Has segments that lead elsewhere. */
    DOTS,
    /** A slash or the end of the text for some servers and not for others. */
    AMBIGUOUS,
    /** Has a fragment, which no request has. */
    NOT_A_URI
  }

  /** What is done about a finding. */
  public enum Verdict {
    FORWARD,
    /** {@link PathRewrite} makes it plain. */
    REWRITE,
    /** Two servers could read it differently. */
    REFUSE,
    /** It is no path at all. */
    REFUSE_AS_NO_URI
  }

  /** The worst that stands in a path and its query. */
  public static Finding worst(byte[] bytes, int from, int to) {
    Finding worst = Finding.PLAIN;
    int at = from;
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
    return worst;
  }

  /** What a policy does about a path. */
  public static Verdict judge(byte[] bytes, int from, int to, PathPolicy policy) {
    Finding worst = worst(bytes, from, to);
    if (worst == Finding.PLAIN || policy == PathPolicy.AS_IS) {
      return Verdict.FORWARD;
    }
    return switch (worst) {
      case NEEDLESS_ESCAPE -> policy == PathPolicy.REWRITE ? Verdict.REWRITE : Verdict.FORWARD;
      case DOTS -> policy == PathPolicy.REWRITE ? Verdict.REWRITE : Verdict.REFUSE;
      case NOT_A_URI -> Verdict.REFUSE_AS_NO_URI;
      default -> Verdict.REFUSE;
    };
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
    return Authority.isEscape(bytes, at, to)
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
