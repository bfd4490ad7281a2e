package io.mizzen.protocol.bolt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header map as it stands in a frame: pairs until the length is exhausted, each a key and a
 * value, each an int length (-1 for null) and UTF-8 bytes.
 *
 * <pre>
 *   00000007 "service" 00000010 "cap.Hello:1.0:u1"  00000004 "type" 00000004 "sync"
 * </pre>
 *
 * <p>A pair with a null key or value does not count; of pairs with equal keys the last counts. Pure
 * functions over an array; a place is the index of a pair's first byte.
 */
final class HeaderMap {
  /** No such pair. */
  static final int NONE = -1;

  /** A walk met something that is no header map. */
  static final int BROKEN = -2;

  private static final int LENGTH_BYTES = 4;
  private static final int NULL = -1;

  private HeaderMap() {}

  /** The place behind the pair at a place, or {@link #BROKEN} if there is no whole pair. */
  static int next(byte[] bytes, int place, int end) {
    int value = skip(bytes, place, end);
    return value < 0 ? BROKEN : skip(bytes, value, end);
  }

  private static int skip(byte[] bytes, int at, int end) {
    if (end - at < LENGTH_BYTES) {
      return BROKEN;
    }
    int length = getInt(bytes, at);
    if (length == NULL) {
      return at + LENGTH_BYTES;
    }
    return length < 0 || length > end - at - LENGTH_BYTES ? BROKEN : at + LENGTH_BYTES + length;
  }

  /** Whether the pair at a place has both a key and a value. */
  static boolean counts(byte[] bytes, int place) {
    int keyLength = getInt(bytes, place);
    return keyLength != NULL && getInt(bytes, place + LENGTH_BYTES + keyLength) != NULL;
  }

  static int keyStart(int place) {
    return place + LENGTH_BYTES;
  }

  static int keyLength(byte[] bytes, int place) {
    return getInt(bytes, place);
  }

  static int valueStart(byte[] bytes, int place) {
    return place + LENGTH_BYTES + getInt(bytes, place) + LENGTH_BYTES;
  }

  static int valueLength(byte[] bytes, int place) {
    return getInt(bytes, place + LENGTH_BYTES + getInt(bytes, place));
  }

  /** Whether the pair at a place has that key. */
  static boolean keyIs(byte[] bytes, int place, byte[] key) {
    int start = keyStart(place);
    return getInt(bytes, place) == key.length
        && Arrays.equals(bytes, start, start + key.length, key, 0, key.length);
  }

  /** The place of the last pair with that key that counts, or {@link #NONE}. The map is whole. */
  static int find(byte[] bytes, int from, int end, CharSequence key) {
    int found = NONE;
    for (int place = from; place < end; place = next(bytes, place, end)) {
      if (counts(bytes, place) && keyEquals(bytes, place, key)) {
        found = place;
      }
    }
    return found;
  }

  private static boolean keyEquals(byte[] bytes, int place, CharSequence key) {
    int length = getInt(bytes, place);
    int start = keyStart(place);
    if (length != key.length()) {
      return length > key.length() && slowEquals(bytes, start, length, key);
    }
    for (int i = 0; i < length; i++) {
      char c = key.charAt(i);
      if (c >= 0x80) {
        return false; // as many characters as bytes, so all of them would have to be ASCII
      }
      if (bytes[start + i] != c) {
        return false;
      }
    }
    return true;
  }

  /** Keys beyond ASCII have more bytes than characters; nobody sends them, so they may cost. */
  private static boolean slowEquals(byte[] bytes, int start, int length, CharSequence key) {
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) >= 0x80) {
        byte[] encoded = key.toString().getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(bytes, start, start + length, encoded, 0, encoded.length);
      }
    }
    return false;
  }

  /** Whether two pairs have the same key. */
  static boolean sameKey(byte[] bytes, int place, int other) {
    int length = getInt(bytes, place);
    int start = keyStart(place);
    int otherStart = keyStart(other);
    return length == getInt(bytes, other)
        && Arrays.equals(bytes, start, start + length, bytes, otherStart, otherStart + length);
  }

  /** Whether a later pair with the same key counts, so that this one does not. */
  static boolean superseded(byte[] bytes, int place, int end) {
    for (int later = next(bytes, place, end); later < end; later = next(bytes, later, end)) {
      if (counts(bytes, later) && sameKey(bytes, place, later)) {
        return true;
      }
    }
    return false;
  }

  static int getInt(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  /** Bytes of a pair with such a key and value. */
  static int pairLength(int keyBytes, int valueBytes) {
    return 2 * LENGTH_BYTES + keyBytes + valueBytes;
  }
}
