package io.mizzen.xprotocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strings for the names that come again and again: services, methods, call types. A direct-mapped
 * table: a name that meets another in its slot replaces it, so strangers cost a string each and
 * never more memory than the table has. One per worker.
 */
public final class WordCache {
  /** Power of two. Names in use at once are few; 512 of them at most 128 bytes long: 64 KiB. */
  private static final int SLOTS = 512;

  /** Longer ones are made anew each time. */
  private static final int MAX_LENGTH = 128;

  private final @Nullable String[] words = new @Nullable String[SLOTS];

  /** The string of these bytes. Does not allocate for a name seen lately. */
  public String get(byte[] bytes, int start, int length) {
    if (length == 0) {
      return "";
    }
    if (length > MAX_LENGTH) {
      return new String(bytes, start, length, StandardCharsets.UTF_8);
    }
    int hash = 0;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 15) & SLOTS - 1;
    String known = words[slot];
    if (known != null && isThese(known, bytes, start, length)) {
      return known;
    }
    String fresh = new String(bytes, start, length, StandardCharsets.UTF_8);
    words[slot] = fresh;
    return fresh;
  }

  /** False for anything beyond ASCII: such names are not kept in effect. */
  private static boolean isThese(String word, byte[] bytes, int start, int length) {
    if (word.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (word.charAt(i) != bytes[start + i]) {
        return false;
      }
    }
    return true;
  }
}
