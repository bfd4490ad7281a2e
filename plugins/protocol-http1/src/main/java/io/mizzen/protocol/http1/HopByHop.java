package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes out what means one connection only (RFC 9110 section 7.6.1). */
final class HopByHop {
  /** The Connection options and fields that are acted on. */
  static final int CLOSE = 1;

  static final int UPGRADE = 2;
  static final int TRAILERS = 4;

  private static final byte[] CLOSE_WORD = Octets.ascii("close");
  private static final byte[] UPGRADE_WORD = Octets.ascii("upgrade");
  private static final byte[] TRAILERS_WORD = Octets.ascii("trailers");
  private static final int HOP_BITS = bits();

  private HopByHop() {}

  private static int bits() {
    int bits = 0;
    for (FieldName name : FieldName.values()) {
      if (name.is(FieldName.Trait.HOP)) {
        bits |= name.bit;
      }
    }
    return bits;
  }

  /**
   * Removes Connection, what it names, and the fields that never travel.
   *
   * @return what was asked for, as a sum of the constants of this class
   */
  static int remove(FieldBlock head, Side side) throws ProtocolException {
    if (!head.mayHave(HOP_BITS)) {
      return 0;
    }
    int asked = 0;
    for (int row = head.row(FieldName.CONNECTION, 0);
        row >= 0;
        row = head.row(FieldName.CONNECTION, row + 1)) {
      asked |= options(head, row, side);
    }
    for (int row = head.row(FieldName.TE, 0); row >= 0; row = head.row(FieldName.TE, row + 1)) {
      if (Lists.has(head.bytes, head.valueOf(row), head.valueEndOf(row), TRAILERS_WORD)) {
        asked |= TRAILERS;
      }
    }
    for (int row = 0; row < head.rowCount(); row++) {
      FieldName name = head.nameOf(row);
      if (name != null && (name.bit & HOP_BITS) != 0) {
        head.removeRow(row);
      }
    }
    return asked;
  }

  private static int options(FieldBlock head, int row, Side side) throws ProtocolException {
    byte[] bytes = head.bytes;
    int to = head.valueEndOf(row);
    int asked = 0;
    for (int at = head.valueOf(row); at < to; ) {
      int end = Lists.end(bytes, at, to);
      int start = Lists.trimLeft(bytes, at, end);
      int stop = Lists.trimRight(bytes, start, end);
      if (Octets.equalsIgnoreCase(bytes, start, stop, CLOSE_WORD)) {
        asked |= CLOSE;
      } else if (Octets.equalsIgnoreCase(bytes, start, stop, UPGRADE_WORD)) {
        asked |= UPGRADE;
      } else if (start < stop && !isHarmless(bytes, start, stop)) {
        removeNamed(head, start, stop, side);
      }
      at = end + 1;
    }
    return asked;
  }

  /** keep-alive, and the fields that are taken out anyway. */
  private static boolean isHarmless(byte[] bytes, int from, int to) {
    return (FieldName.of(bytes, from, to).bit & HOP_BITS) != 0;
  }

  private static void removeNamed(FieldBlock head, int from, int to, Side side)
      throws ProtocolException {
    FieldName named = FieldName.of(head.bytes, from, to);
    if (named.is(FieldName.Trait.GUARDED)) {
      // An upstream that says so is careless, a caller is hostile: it wants the next server to see
      // another message than this one.
      if (side == Side.REQUEST) {
        throw Rule.CONNECTION_OPTION.broken(side);
      }
      return;
    }
    String name = new String(head.bytes, from, to - from, StandardCharsets.ISO_8859_1);
    String before = head.connectionNames == null ? "," : head.connectionNames;
    head.connectionNames = before + name.toLowerCase(Locale.ROOT) + ",";
    for (int row = 0; row < head.rowCount(); row++) {
      FieldName known = head.nameOf(row);
      if (known != null
          && (known.bit & HOP_BITS) == 0
          && head.nameEquals(row, head.bytes, from, to)) {
        head.removeRow(row);
      }
    }
  }
}
