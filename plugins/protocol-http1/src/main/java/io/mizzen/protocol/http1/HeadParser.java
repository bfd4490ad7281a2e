package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.ProtocolException;

/**
 * Reads header lines into a block, strictly: what two parsers could read differently is refused and
 * never repaired. Pure; the same code reads header sections and trailer sections.
 */
final class HeadParser {
  /** The answer when the octets end before the section does. */
  static final int INCOMPLETE = -1;

  private HeadParser() {}

  /**
   * Reads lines up to and with the empty one.
   *
   * @param at where the first line begins
   * @param end the end of the octets that are there
   * @return where the empty line begins, or {@link #INCOMPLETE}
   */
  static int lines(FieldBlock block, int at, int end, Side side, HeadLimits limits)
      throws ProtocolException {
    byte[] bytes = block.bytes;
    int name = at;
    while (name < end) {
      if (bytes[name] == Octets.CR) {
        if (name + 1 == end) {
          return INCOMPLETE;
        }
        if (bytes[name + 1] != Octets.LF) {
          throw Rule.BARE_CR.broken(side);
        }
        return name;
      }
      int nameEnd = Octets.endOf(Octets.TOKEN, bytes, name, end);
      if (nameEnd == end) {
        return unfinished(name, end, side, limits);
      }
      int colon = nameEnd;
      if (bytes[colon] != ':' || nameEnd == name) {
        colon = beyondBlanks(bytes, name, nameEnd, end, side);
        if (colon == end) {
          return unfinished(name, end, side, limits);
        }
      }
      int value = colon + 1;
      while (value < end && (bytes[value] == Octets.SP || bytes[value] == Octets.HTAB)) {
        value++;
      }
      int stop = Octets.endOfText(bytes, value, end);
      if (stop + 1 >= end) {
        if (stop < end && bytes[stop] != Octets.CR) {
          throw badOctet(bytes[stop], side);
        }
        return unfinished(name, end, side, limits);
      }
      if (bytes[stop] != Octets.CR || bytes[stop + 1] != Octets.LF) {
        throw badOctet(bytes[stop], side);
      }
      int next = stop + 2;
      if (next - name > limits.line()) {
        throw Rule.FIELD_TOO_LONG.broken(side);
      }
      take(block, name, nameEnd, colon, value, stop, side, limits);
      name = next;
    }
    return INCOMPLETE;
  }

  private static void take(
      FieldBlock block,
      int name,
      int nameEnd,
      int colon,
      int value,
      int stop,
      Side side,
      HeadLimits limits)
      throws ProtocolException {
    if (block.rowCount() == limits.fields()) {
      throw Rule.TOO_MANY_FIELDS.broken(side);
    }
    byte[] bytes = block.bytes;
    int valueEnd = stop;
    while (valueEnd > value
        && (bytes[valueEnd - 1] == Octets.SP || bytes[valueEnd - 1] == Octets.HTAB)) {
      valueEnd--;
    }
    if (limits.underscores() != Underscores.ALLOW && hasUnderscore(bytes, name, nameEnd)) {
      if (limits.underscores() == Underscores.REJECT) {
        throw Rule.UNDERSCORE.broken(side);
      }
      return;
    }
    if (nameEnd != colon) {
      // A response may have blanks there; they must not travel on (RFC 9112 section 5.1). The
      // name is moved up to the colon, over the blanks: the line stays one range.
      int size = nameEnd - name;
      System.arraycopy(bytes, name, bytes, colon - size, size);
      name = colon - size;
      nameEnd = colon;
    }
    block.addRow(FieldName.of(bytes, name, nameEnd), name, nameEnd, value, valueEnd, stop + 2);
  }

  /** Judges what stands behind a name instead of a colon; gives the colon, or the end. */
  private static int beyondBlanks(byte[] bytes, int name, int nameEnd, int end, Side side)
      throws ProtocolException {
    byte octet = bytes[nameEnd];
    if (nameEnd == name && (octet == Octets.SP || octet == Octets.HTAB)) {
      throw Rule.FOLDING.broken(side);
    }
    if (octet == Octets.LF) {
      throw Rule.BARE_LF.broken(side);
    }
    if (octet == Octets.SP || octet == Octets.HTAB) {
      if (side == Side.REQUEST) {
        throw Rule.BLANK_BEFORE_COLON.broken(side);
      }
      int at = nameEnd;
      while (at < end && (bytes[at] == Octets.SP || bytes[at] == Octets.HTAB)) {
        at++;
      }
      if (at == end || bytes[at] == ':') {
        return at;
      }
    }
    throw Rule.FIELD_NAME.broken(side);
  }

  static ProtocolException badOctet(byte octet, Side side) {
    return switch (octet) {
      case Octets.LF -> Rule.BARE_LF.broken(side);
      case Octets.CR -> Rule.BARE_CR.broken(side);
      default -> Rule.CONTROL.broken(side);
    };
  }

  private static int unfinished(int name, int end, Side side, HeadLimits limits)
      throws ProtocolException {
    if (end - name > limits.line()) {
      throw Rule.FIELD_TOO_LONG.broken(side);
    }
    return INCOMPLETE;
  }

  private static boolean hasUnderscore(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '_') {
        return true;
      }
    }
    return false;
  }
}
