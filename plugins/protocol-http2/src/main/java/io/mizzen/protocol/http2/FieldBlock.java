package io.mizzen.protocol.http2;

import io.mizzen.lib.http.ByteView;
import io.mizzen.lib.http.Octets;
import io.mizzen.protocol.http2.HpackDecoder.Indexing;
import io.mizzen.spi.protocol.Fields;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message: octets, and a table of where each name and value stands.
 *
 * <pre>
 *   bytes  | name value | name value | ... | appended by edits ... |
 *   rows     1 each: name, end of name, value, end of value
 * </pre>
 *
 * <p>A change appends and points the row there; a removed field only loses its row. Names are in
 * lower case. The object and its arrays are used again and again.
 */
class FieldBlock implements Fields {
  private static final int INITIAL_BYTES = 1024;

  /** An array that grew beyond this is not kept for the next message. */
  private static final int KEPT_BYTES = 16 * 1024;

  private static final int INITIAL_ROWS = 24;
  private static final int STRIDE = 4;
  private static final int NAME = 0;
  private static final int NAME_END = 1;
  private static final int VALUE = 2;
  private static final int VALUE_END = 3;
  private static final byte REMOVED = -1;

  /** Marks a row whose field must never be indexed. */
  private static final byte SECRET = 0x40;

  byte[] bytes = new byte[INITIAL_BYTES];
  int length;

  private int[] rows = new int[INITIAL_ROWS * STRIDE];
  private byte[] names = new byte[INITIAL_ROWS];
  private int count;
  private int present;

  private final ByteView nameView = new ByteView();
  private final ByteView valueView = new ByteView();
  private final ByteView found = new ByteView();

  void clear() {
    length = 0;
    count = 0;
    present = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  // ---- rows -------------------------------------------------------------------------------------

  int rowCount() {
    return count;
  }

  /** Whether one of several names has or had a row. */
  boolean mayHave(int bits) {
    return (present & bits) != 0;
  }

  /** The first row of a known name from some row on, or -1. */
  int row(FieldName name, int from) {
    if ((present & name.bit) != 0) {
      for (int i = from; i < count; i++) {
        if (names[i] >= 0 && (names[i] & ~SECRET) == name.ordinal()) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The known name of a row, or null if the row was removed. */
  @Nullable FieldName nameOf(int row) {
    return names[row] == REMOVED ? null : FieldName.at(names[row] & ~SECRET);
  }

  Indexing indexing(int row) {
    return (names[row] & SECRET) != 0 ? Indexing.NEVER : Indexing.ALLOWED;
  }

  int nameFrom(int row) {
    return rows[row * STRIDE + NAME];
  }

  int nameTo(int row) {
    return rows[row * STRIDE + NAME_END];
  }

  int valueFrom(int row) {
    return rows[row * STRIDE + VALUE];
  }

  int valueTo(int row) {
    return rows[row * STRIDE + VALUE_END];
  }

  void removeRow(int row) {
    names[row] = REMOVED;
  }

  void removeAll(FieldName name) {
    for (int i = row(name, 0); i >= 0; i = row(name, i + 1)) {
      removeRow(i);
    }
  }

  /** The first value of a known name, or null; the view is shared with {@link #get}. */
  @Nullable CharSequence value(FieldName name) {
    int row = row(name, 0);
    return row < 0 ? null : found.over(bytes, valueFrom(row), valueTo(row));
  }

  // ---- appending --------------------------------------------------------------------------------

  /** Takes a field as it was received. */
  void append(
      FieldName known,
      byte[] fromNames,
      int nameFrom,
      int nameTo,
      byte[] fromValues,
      int valueFrom,
      int valueTo,
      Indexing indexing) {
    int name = append(fromNames, nameFrom, nameTo);
    int value = append(fromValues, valueFrom, valueTo);
    addRow(known, name, value, value, length, indexing);
  }

  /** Adds a field of a known name. */
  void append(FieldName known, byte[] value) {
    int name = append(known.text, 0, known.text.length);
    int at = append(value, 0, value.length);
    addRow(known, name, at, at, length, Indexing.ALLOWED);
  }

  /** Adds a field of a known name whose value stands here. */
  void appendOver(FieldName known, int valueFrom, int valueTo) {
    int name = append(known.text, 0, known.text.length);
    addRow(known, name, length, valueFrom, valueTo, Indexing.ALLOWED);
  }

  /** Points a row at another value that stands here. */
  void repoint(int row, int valueFrom, int valueTo) {
    rows[row * STRIDE + VALUE] = valueFrom;
    rows[row * STRIDE + VALUE_END] = valueTo;
  }

  /** Appends octets; returns where they stand. */
  int append(byte[] octets, int from, int to) {
    int size = to - from;
    room(size);
    int at = length;
    System.arraycopy(octets, from, bytes, at, size);
    length += size;
    return at;
  }

  /** Appends ISO-8859-1 text that is known to fit; returns where it stands. */
  int append(CharSequence text) {
    int size = text.length();
    room(size);
    int at = length;
    for (int i = 0; i < size; i++) {
      bytes[at + i] = (byte) text.charAt(i);
    }
    length += size;
    return at;
  }

  /** Makes room behind what is there. */
  final void room(int octets) {
    if (bytes.length - length < octets) {
      bytes = Arrays.copyOf(bytes, Math.max(length + octets, bytes.length * 2));
    }
  }

  private void addRow(
      FieldName known, int name, int nameEnd, int value, int valueEnd, Indexing indexing) {
    if (count == names.length) {
      names = Arrays.copyOf(names, count * 2);
      rows = Arrays.copyOf(rows, count * 2 * STRIDE);
    }
    names[count] = (byte) (indexing == Indexing.NEVER ? known.ordinal() | SECRET : known.ordinal());
    int at = count * STRIDE;
    rows[at + NAME] = name;
    rows[at + NAME_END] = nameEnd;
    rows[at + VALUE] = value;
    rows[at + VALUE_END] = valueEnd;
    count++;
    present |= known.bit;
  }

  // ---- Fields -----------------------------------------------------------------------------------

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    int row = rowNamed(name, 0);
    return row < 0 ? null : found.over(bytes, valueFrom(row), valueTo(row));
  }

  private int rowNamed(CharSequence name, int from) {
    for (int i = from; i < count; i++) {
      if (names[i] != REMOVED && spells(i, name)) {
        return i;
      }
    }
    return -1;
  }

  private boolean spells(int row, CharSequence name) {
    int from = nameFrom(row);
    int size = name.length();
    if (nameTo(row) - from != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (bytes[from + i] != Octets.lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void forEach(Visitor visitor) {
    for (int i = 0; i < count; i++) {
      if (names[i] != REMOVED) {
        visitor.field(
            nameView.over(bytes, nameFrom(i), nameTo(i)),
            valueView.over(bytes, valueFrom(i), valueTo(i)));
      }
    }
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    FieldRules.check(name, value);
    int row = rowNamed(name, 0);
    if (row < 0) {
      appendText(name, value);
      return;
    }
    // A name may be a view of this very block.
    String kept = name.toString();
    int at = append(value);
    repoint(row, at, length);
    for (int i = rowNamed(kept, row + 1); i >= 0; i = rowNamed(kept, i + 1)) {
      removeRow(i);
    }
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    FieldRules.check(name, value);
    appendText(name, value);
  }

  private void appendText(CharSequence name, CharSequence value) {
    FieldName known = FieldName.of(name);
    int start = append(name);
    int nameEnd = length;
    for (int i = start; i < nameEnd; i++) {
      bytes[i] = Octets.lower(bytes[i]);
    }
    int at = append(value);
    addRow(known, start, nameEnd, at, length, Indexing.ALLOWED);
  }

  /** {@inheritDoc} Framing is the codec's own affair: asking to remove it changes nothing. */
  @Override
  public void remove(CharSequence name) {
    if (FieldName.of(name) == FieldName.CONTENT_LENGTH) {
      return;
    }
    for (int i = rowNamed(name, 0); i >= 0; i = rowNamed(name, i + 1)) {
      removeRow(i);
    }
  }

  /** Writes all fields but those of some names. */
  void encode(int leftOut, HpackEncoder encoder) {
    for (int i = 0; i < count; i++) {
      if (names[i] != REMOVED && (1 << (names[i] & ~SECRET) & leftOut) == 0) {
        encoder.field(bytes, nameFrom(i), nameTo(i), bytes, valueFrom(i), valueTo(i), indexing(i));
      }
    }
  }
}
