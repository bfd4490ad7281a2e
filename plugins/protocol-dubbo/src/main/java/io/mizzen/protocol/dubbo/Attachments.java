package io.mizzen.protocol.dubbo;

import io.mizzen.spi.protocol.Fields.Visitor;
import io.mizzen.xprotocol.BytesText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The map at the end of a request in one serialization: where its texts are. Values that are no
 * text are kept and not shown. One per head, filled when somebody first asks.
 */
abstract class Attachments {
  /** A value that is not shown. */
  static final int HIDDEN = -1;

  /** Places of an entry: begin of its key, begin of its value, end of it. */
  private static final int PLACES = 3;

  private static final byte[] NOTHING = {};

  private final BytesText view = new BytesText();

  /** The bytes of the map. */
  byte[] map = NOTHING;

  int length;
  private int[] places = new int[16 * PLACES];
  private int entries;

  /** Whether something can be laid over it. */
  enum Found {
    YES,
    NO
  }

  /**
   * Finds the map in a body and its entries.
   *
   * @param body valid during the call
   * @param arguments how many values come before the map
   * @return where the map begins, or -1 if there is none to be read
   */
  abstract int find(byte[] body, int end, int arguments);

  /** Shows the text between two places. */
  abstract CharSequence show(int from, int end, BytesText in);

  /** Whether the text between two places is that. */
  abstract boolean is(int from, int end, CharSequence text);

  /** Room that {@link #write} needs at most. */
  abstract int room(AttachmentEdits edits);

  /** Writes the map with changes; the index behind it. */
  abstract int write(AttachmentEdits edits, byte[] to, int at);

  final void take(byte[] body, int start, int end) {
    length = end - start;
    if (map.length < length) {
      map = new byte[length + (length >> 2)];
    }
    System.arraycopy(body, start, map, 0, length);
    entries = 0;
  }

  /** Remembers an entry; {@link #HIDDEN} as the place of its value if that is no text. */
  final void add(int key, int value, int end) {
    int at = entries * PLACES;
    if (at == places.length) {
      places = Arrays.copyOf(places, at * 2);
    }
    places[at] = key;
    places[at + 1] = value;
    places[at + 2] = end;
    entries++;
  }

  /** The last value of a key, or null. */
  final @Nullable CharSequence get(CharSequence name) {
    for (int entry = entries - 1; entry >= 0; entry--) {
      int value = places[entry * PLACES + 1];
      if (value != HIDDEN && is(places[entry * PLACES], value, name)) {
        return show(value, places[entry * PLACES + 2], view);
      }
    }
    return null;
  }

  final void forEach(Visitor visitor, @Nullable AttachmentEdits edits) {
    BytesText name = new BytesText();
    BytesText value = new BytesText();
    for (int entry = 0; entry < entries; entry++) {
      int at = entry * PLACES;
      if (places[at + 1] != HIDDEN) {
        CharSequence key = show(places[at], places[at + 1], name);
        if (edits == null || edits.find(key) == null) {
          visitor.field(key, show(places[at + 1], places[at + 2], value));
        }
      }
    }
  }

  /**
   * Copies all entries but those that were changed.
   *
   * @param from the place behind the map's opening
   * @param end the place of its end mark
   */
  final int copyUnchanged(AttachmentEdits edits, int from, int end, byte[] to, int start) {
    int at = start;
    int copied = from;
    BytesText name = new BytesText();
    for (int entry = 0; entry < entries; entry++) {
      int place = entry * PLACES;
      if (places[place + 1] != HIDDEN
          && edits.find(show(places[place], places[place + 1], name)) != null) {
        System.arraycopy(map, copied, to, at, places[place] - copied);
        at += places[place] - copied;
        copied = places[place + 2];
      }
    }
    System.arraycopy(map, copied, to, at, end - copied);
    return at + end - copied;
  }
}
