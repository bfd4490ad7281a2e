package io.mizzen.protocol.bolt;

import io.mizzen.spi.protocol.Fields.Visitor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes laid over a header map. The received bytes stay as they are: pairs nobody touched are
 * copied byte for byte, also if they are no proper UTF-8. Few per message, so lists are searched.
 */
final class HeaderEdits {
  private final List<Edit> edits = new ArrayList<>(4);

  /** Puts a value in place of all there are. */
  void set(CharSequence key, CharSequence value) {
    put(new Edit(key.toString(), utf8(key), value.toString(), utf8(value)));
  }

  /** Takes all values away. */
  void remove(CharSequence key) {
    put(new Edit(key.toString(), utf8(key), null, new byte[0]));
  }

  /** The change of a key, or null if it was not touched. */
  @Nullable Edit find(CharSequence key) {
    for (Edit edit : edits) {
      if (edit.key.contentEquals(key)) {
        return edit;
      }
    }
    return null;
  }

  /** Whether the pair at a place is still what the message says. */
  boolean keeps(byte[] bytes, int place, int end) {
    for (Edit edit : edits) {
      if (HeaderMap.keyIs(bytes, place, edit.keyBytes)) {
        return false;
      }
    }
    return !HeaderMap.superseded(bytes, place, end);
  }

  void forEach(Visitor visitor) {
    for (Edit edit : edits) {
      if (edit.value != null) {
        visitor.field(edit.key, edit.value);
      }
    }
  }

  /** Bytes of the map with its changes. */
  int length(byte[] bytes, int from, int end) {
    int length = 0;
    for (int place = from; place < end; ) {
      int next = HeaderMap.next(bytes, place, end);
      if (HeaderMap.counts(bytes, place) && keeps(bytes, place, end)) {
        length += next - place;
      }
      place = next;
    }
    for (Edit edit : edits) {
      if (edit.value != null) {
        length += HeaderMap.pairLength(edit.keyBytes.length, edit.valueBytes.length);
      }
    }
    return length;
  }

  /** Writes the map with its changes; the place behind it. */
  int write(byte[] bytes, int from, int end, byte[] to, int start) {
    int at = start;
    for (int place = from; place < end; ) {
      int next = HeaderMap.next(bytes, place, end);
      if (HeaderMap.counts(bytes, place) && keeps(bytes, place, end)) {
        System.arraycopy(bytes, place, to, at, next - place);
        at += next - place;
      }
      place = next;
    }
    for (Edit edit : edits) {
      if (edit.value != null) {
        at = put(edit.keyBytes, to, at);
        at = put(edit.valueBytes, to, at);
      }
    }
    return at;
  }

  private static int put(byte[] text, byte[] to, int start) {
    int at = FixedHeader.putInt(to, start, text.length);
    System.arraycopy(text, 0, to, at, text.length);
    return at + text.length;
  }

  private void put(Edit edit) {
    edits.removeIf(other -> other.key.equals(edit.key));
    edits.add(edit);
  }

  private static byte[] utf8(CharSequence text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > FixedHeader.MAX_SHORT_LENGTH) {
      throw new IllegalArgumentException(
          "a bolt header map holds 32767 bytes, this text has " + bytes.length);
    }
    return bytes;
  }

  /** A key with its new value, or without one. */
  static final class Edit {
    final String key;
    final byte[] keyBytes;
    final @Nullable String value;
    final byte[] valueBytes;

    Edit(String key, byte[] keyBytes, @Nullable String value, byte[] valueBytes) {
      this.key = key;
      this.keyBytes = keyBytes;
      this.value = value;
      this.valueBytes = valueBytes;
    }
  }
}
