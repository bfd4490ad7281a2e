package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.ProtocolException;

/**
 * How long the body of a message is (RFC 9112 section 6.3). Where the RFC lets a recipient choose,
 * the choice is to refuse: a message that has two lengths is an attack on whoever reads it next.
 */
final class Framing {
  /** The answer for a chunked body. */
  static final long CHUNKED = -1;

  /** The answer if the head says nothing. */
  static final long UNSAID = -2;

  private static final byte[] CHUNKED_WORD = Octets.ascii("chunked");

  private Framing() {}

  /**
   * The length that the fields say: a number, {@link #CHUNKED} or {@link #UNSAID}. Content-Length
   * is one line with one number after this.
   *
   * @param minor the minor version the message came with
   */
  static long read(FieldBlock head, int minor, Side side) throws ProtocolException {
    int coding = head.row(FieldName.TRANSFER_ENCODING, 0);
    int length = head.row(FieldName.CONTENT_LENGTH, 0);
    if (coding < 0) {
      return length < 0 ? UNSAID : length(head, length, side);
    }
    if (length >= 0) {
      throw Rule.LENGTH_AND_CODING.broken(side);
    }
    if (minor == 0) {
      throw Rule.CODING_IN_1_0.broken(side);
    }
    checkCodings(head, coding, side);
    return CHUNKED;
  }

  private static void checkCodings(FieldBlock head, int firstRow, Side side)
      throws ProtocolException {
    byte[] bytes = head.bytes;
    int seen = 0;
    for (int row = firstRow; row >= 0; row = head.row(FieldName.TRANSFER_ENCODING, row + 1)) {
      int to = head.valueEndOf(row);
      int at = head.valueOf(row);
      do {
        int end = Lists.end(bytes, at, to);
        int start = Lists.trimLeft(bytes, at, end);
        int stop = Lists.trimRight(bytes, start, end);
        if (!Octets.equalsIgnoreCase(bytes, start, stop, CHUNKED_WORD)) {
          throw Rule.CODING.broken(side);
        }
        seen++;
        at = end + 1;
      } while (at <= to);
    }
    if (seen > 1) {
      throw Rule.CHUNKED_NOT_LAST.broken(side);
    }
  }

  private static long length(FieldBlock head, int firstRow, Side side) throws ProtocolException {
    byte[] bytes = head.bytes;
    long length = -1;
    int seen = 0;
    int digitsFrom = 0;
    int digitsTo = 0;
    for (int row = firstRow; row >= 0; row = head.row(FieldName.CONTENT_LENGTH, row + 1)) {
      int to = head.valueEndOf(row);
      int at = head.valueOf(row);
      do {
        int end = Lists.end(bytes, at, to);
        digitsFrom = Lists.trimLeft(bytes, at, end);
        digitsTo = Lists.trimRight(bytes, digitsFrom, end);
        long value = Octets.number(bytes, digitsFrom, digitsTo);
        if (value < 0 || (seen > 0 && value != length)) {
          throw Rule.LENGTH.broken(side);
        }
        length = value;
        seen++;
        at = end + 1;
      } while (at <= to);
    }
    if (seen > 1) {
      head.repoint(firstRow, digitsFrom, digitsTo);
      for (int row = head.row(FieldName.CONTENT_LENGTH, firstRow + 1);
          row >= 0;
          row = head.row(FieldName.CONTENT_LENGTH, row + 1)) {
        head.removeRow(row);
      }
    }
    return length;
  }
}
