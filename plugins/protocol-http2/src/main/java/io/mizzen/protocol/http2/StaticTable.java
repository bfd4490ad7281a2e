package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import java.util.Arrays;

/** The table every HTTP/2 peer knows (RFC 7541 appendix A). */
final class StaticTable {
  static final int SIZE = 61;

  private static final String[] TEXT = {
    ":authority", "",
    ":method", "GET",
    ":method", "POST",
    ":path", "/",
    ":path", "/index.html",
    ":scheme", "http",
    ":scheme", "https",
    ":status", "200",
    ":status", "204",
    ":status", "206",
    ":status", "304",
    ":status", "400",
    ":status", "404",
    ":status", "500",
    "accept-charset", "",
    "accept-encoding", "gzip, deflate",
    "accept-language", "",
    "accept-ranges", "",
    "accept", "",
    "access-control-allow-origin", "",
    "age", "",
    "allow", "",
    "authorization", "",
    "cache-control", "",
    "content-disposition", "",
    "content-encoding", "",
    "content-language", "",
    "content-length", "",
    "content-location", "",
    "content-range", "",
    "content-type", "",
    "cookie", "",
    "date", "",
    "etag", "",
    "expect", "",
    "expires", "",
    "from", "",
    "host", "",
    "if-match", "",
    "if-modified-since", "",
    "if-none-match", "",
    "if-range", "",
    "if-unmodified-since", "",
    "last-modified", "",
    "link", "",
    "location", "",
    "max-forwards", "",
    "proxy-authenticate", "",
    "proxy-authorization", "",
    "range", "",
    "referer", "",
    "refresh", "",
    "retry-after", "",
    "server", "",
    "set-cookie", "",
    "strict-transport-security", "",
    "transfer-encoding", "",
    "user-agent", "",
    "vary", "",
    "via", "",
    "www-authenticate", "",
  };

  /** Names by length and last letter; few share both. Holds indices of the table, 0 for none. */
  private static final int LONGEST_NAME = 27;

  private static final byte[][] NAMES = new byte[SIZE + 1][];
  private static final byte[][] VALUES = new byte[SIZE + 1][];
  private static final FieldName[] KNOWN = new FieldName[SIZE + 1];
  private static final byte[][] BY_LENGTH = new byte[LONGEST_NAME + 1][0];

  static {
    for (int i = 1; i <= SIZE; i++) {
      NAMES[i] = Octets.ascii(TEXT[i * 2 - 2]);
      VALUES[i] = Octets.ascii(TEXT[i * 2 - 1]);
      KNOWN[i] = FieldName.of(NAMES[i], 0, NAMES[i].length);
      if (i == 1 || !TEXT[i * 2 - 2].equals(TEXT[i * 2 - 4])) {
        byte[] old = BY_LENGTH[NAMES[i].length];
        byte[] grown = Arrays.copyOf(old, old.length + 1);
        grown[old.length] = (byte) i;
        BY_LENGTH[NAMES[i].length] = grown;
      }
    }
  }

  private StaticTable() {}

  static byte[] name(int index) {
    return NAMES[index];
  }

  static byte[] value(int index) {
    return VALUES[index];
  }

  static FieldName known(int index) {
    return KNOWN[index];
  }

  /** The first index of a name in lower case, or 0. */
  static int indexOf(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0 || length > LONGEST_NAME) {
      return 0;
    }
    for (byte index : BY_LENGTH[length]) {
      byte[] name = NAMES[index];
      if (bytes[to - 1] == name[length - 1]
          && bytes[from] == name[0]
          && Octets.equal(bytes, from, to, name)) {
        return index;
      }
    }
    return 0;
  }
}
