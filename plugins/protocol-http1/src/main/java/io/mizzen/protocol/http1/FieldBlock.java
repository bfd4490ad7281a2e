package io.mizzen.protocol.http1;

import io.mizzen.lib.http.ByteView;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.Fields;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Header lines: the octets as they came, and a table of where each line and its parts stand.
 *
 * <pre>
 *   bytes  | start line CRLF | name: value CRLF | name: value CRLF |  appended lines ...  |
 *   rows       1 line each: name, end of name, value, end of value, end of line
 * </pre>
 *
 * <p>Whoever changes a field appends a complete new line behind the received ones and points the
 * row at it; a removed line only loses its row. So writing a block is copying ranges of octets, and
 * a block that nobody touched is one range. The object and its arrays are used again and again.
 */
class FieldBlock implements Fields {
  /** Small heads fit without growing; 2 KiB is twice a usual browser's. */
  private static final int INITIAL_BYTES = 2048;

  /** An array that grew beyond this is not kept for the next message. */
  private static final int KEPT_BYTES = 16 * 1024;

  private static final int INITIAL_ROWS = 32;
  private static final int STRIDE = 5;
  private static final int NAME = 0;
  private static final int NAME_END = 1;
  private static final int VALUE = 2;
  private static final int VALUE_END = 3;
  private static final int LINE_END = 4;
  private static final byte REMOVED = -1;
  private static final FieldName[] NAMES = FieldName.values();

  /** The octets; only those below {@link #length} mean something. */
  byte[] bytes = new byte[INITIAL_BYTES];

  /** The end of the received and appended lines, without the empty line. */
  int length;

  /**
   * Names that Connection listed beyond the known ones, each between commas, lower case; they are
   * dropped from trailers too (RFC 9110 section 7.6.1). Null for none, as nearly always.
   */
  @Nullable String connectionNames;

  private int[] rows = new int[INITIAL_ROWS * STRIDE];
  private byte[] names = new byte[INITIAL_ROWS];
  private int count;

  /** The bits of all names that have or had a row. */
  private int present;

  private final ByteView nameView = new ByteView();
  private final ByteView valueView = new ByteView();
  private final ByteView found = new ByteView();

  /** Forgets all lines. */
  void clear() {
    length = 0;
    count = 0;
    present = 0;
    connectionNames = null;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
  }

  /** Copies the first octets of a buffer to the beginning; the buffer stays as it is. */
  void load(ByteBuf borrowed, int octets) {
    if (octets > bytes.length) {
      bytes = new byte[Math.max(octets, bytes.length * 2)];
    }
    borrowed.getBytes(borrowed.readerIndex(), bytes, 0, octets);
  }

  // ---- rows -------------------------------------------------------------------------------------

  /** Takes a line into the table; all numbers are offsets in {@link #bytes}. */
  void addRow(FieldName known, int name, int nameEnd, int value, int valueEnd, int lineEnd) {
    if (count == names.length) {
      names = Arrays.copyOf(names, count * 2);
      rows = Arrays.copyOf(rows, count * 2 * STRIDE);
    }
    names[count] = (byte) known.ordinal();
    point(count++, name, nameEnd, value, valueEnd, lineEnd);
    present |= known.bit;
  }

  private void point(int row, int name, int nameEnd, int value, int valueEnd, int lineEnd) {
    int at = row * STRIDE;
    rows[at + NAME] = name;
    rows[at + NAME_END] = nameEnd;
    rows[at + VALUE] = value;
    rows[at + VALUE_END] = valueEnd;
    rows[at + LINE_END] = lineEnd;
  }

  /** Rows ever added, removed ones included. */
  int rowCount() {
    return count;
  }

  boolean has(FieldName name) {
    return (present & name.bit) != 0 && row(name, 0) >= 0;
  }

  /** Whether one of several names has or had a row; a cheap way to skip a whole examination. */
  boolean mayHave(int bits) {
    return (present & bits) != 0;
  }

  /** The first row of a name from some row on, or -1. */
  int row(FieldName name, int fromRow) {
    if ((present & name.bit) != 0) {
      for (int i = fromRow; i < count; i++) {
        if (names[i] == name.ordinal()) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The known name of a row; null if the row was removed. */
  @Nullable FieldName nameOf(int row) {
    return names[row] == REMOVED ? null : NAMES[names[row]];
  }

  int valueOf(int row) {
    return rows[row * STRIDE + VALUE];
  }

  int valueEndOf(int row) {
    return rows[row * STRIDE + VALUE_END];
  }

  /** Whether a row's name equals octets of any block, without case. */
  boolean nameEquals(int row, byte[] other, int from, int to) {
    int at = row * STRIDE;
    int name = rows[at + NAME];
    if (rows[at + NAME_END] - name != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Octets.lower(bytes[name + i - from]) != Octets.lower(other[i])) {
        return false;
      }
    }
    return true;
  }

  void removeRow(int row) {
    names[row] = REMOVED;
  }

  String nameText(int row) {
    int at = row * STRIDE;
    return new String(
        bytes, rows[at + NAME], rows[at + NAME_END] - rows[at + NAME], StandardCharsets.US_ASCII);
  }

  void removeAll(FieldName name) {
    for (int i = row(name, 0); i >= 0; i = row(name, i + 1)) {
      removeRow(i);
    }
  }

  // ---- appending --------------------------------------------------------------------------------

  /** Makes room behind the last line. */
  void reserve(int octets) {
    if (bytes.length - length < octets) {
      bytes = Arrays.copyOf(bytes, Math.max(length + octets, bytes.length * 2));
    }
  }

  void append(byte[] text) {
    append(text, 0, text.length);
  }

  void append(byte[] text, int from, int to) {
    reserve(to - from);
    System.arraycopy(text, from, bytes, length, to - from);
    length += to - from;
  }

  void append(byte octet) {
    reserve(1);
    bytes[length++] = octet;
  }

  /** Appends octets of this very block. */
  void appendOwn(int from, int to) {
    reserve(to - from);
    System.arraycopy(bytes, from, bytes, length, to - from);
    length += to - from;
  }

  /** Appends ISO-8859-1 text that is known to fit. */
  void append(CharSequence text) {
    int size = text.length();
    reserve(size);
    for (int i = 0; i < size; i++) {
      bytes[length + i] = (byte) text.charAt(i);
    }
    length += size;
  }

  /** Appends a whole line and gives it a row. */
  void appendLine(CharSequence name, CharSequence value) {
    pointAtNewLine(newRow(), name, value);
  }

  private int newRow() {
    addRow(FieldName.OTHER, 0, 0, 0, 0, 0);
    return count - 1;
  }

  private void pointAtNewLine(int row, CharSequence name, CharSequence value) {
    int start = length;
    append(name);
    int nameEnd = length;
    append((byte) ':');
    append(Octets.SP);
    int valueStart = length;
    append(value);
    endLine(row, start, nameEnd, valueStart);
  }

  private void endLine(int row, int start, int nameEnd, int valueStart) {
    int valueEnd = length;
    append(Octets.CR);
    append(Octets.LF);
    FieldName known = FieldName.of(bytes, start, nameEnd);
    names[row] = (byte) known.ordinal();
    present |= known.bit;
    point(row, start, nameEnd, valueStart, valueEnd, length);
  }

  /** Gives a row a new line of the same name whose value is a range of this block. */
  void repoint(int row, int valueFrom, int valueTo) {
    int at = row * STRIDE;
    int start = length;
    appendOwn(rows[at + NAME], rows[at + NAME_END]);
    int nameEnd = length;
    append((byte) ':');
    append(Octets.SP);
    int valueStart = length;
    appendOwn(valueFrom, valueTo);
    endLine(row, start, nameEnd, valueStart);
  }

  // ---- Fields -----------------------------------------------------------------------------------

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    int row = rowNamed(name, 0);
    return row < 0 ? null : found.over(bytes, valueOf(row), valueEndOf(row));
  }

  /** The first value of a known name, or null; the view is shared with {@link #get}. */
  @Nullable CharSequence value(FieldName name) {
    int row = row(name, 0);
    return row < 0 ? null : found.over(bytes, valueOf(row), valueEndOf(row));
  }

  private int rowNamed(CharSequence name, int fromRow) {
    int size = name.length();
    for (int i = fromRow; i < count; i++) {
      int at = i * STRIDE;
      if (names[i] != REMOVED
          && rows[at + NAME_END] - rows[at + NAME] == size
          && Octets.equalsIgnoreCase(bytes, rows[at + NAME], rows[at + NAME_END], name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void forEach(Visitor visitor) {
    for (int i = 0; i < count; i++) {
      if (names[i] != REMOVED) {
        int at = i * STRIDE;
        visitor.field(
            nameView.over(bytes, rows[at + NAME], rows[at + NAME_END]),
            valueView.over(bytes, rows[at + VALUE], rows[at + VALUE_END]));
      }
    }
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    check(name, value);
    int row = rowNamed(name, 0);
    if (row < 0) {
      appendLine(name, value);
      return;
    }
    // A name may be a view of the row that is about to change.
    String kept = name.toString();
    pointAtNewLine(row, kept, value);
    for (int i = rowNamed(kept, row + 1); i >= 0; i = rowNamed(kept, i + 1)) {
      removeRow(i);
    }
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    check(name, value);
    appendLine(name, value);
  }

  /** Adds a field of another protocol, if HTTP/1 can carry it and it is not about framing. */
  void addIfPossible(CharSequence name, CharSequence value) {
    if (problem(name, value) == null) {
      appendLine(name, value);
    }
  }

  /** {@inheritDoc} Framing is the codec's own affair: asking to remove it changes nothing. */
  @Override
  public void remove(CharSequence name) {
    if (isOwn(FieldName.of(name))) {
      return;
    }
    for (int i = rowNamed(name, 0); i >= 0; i = rowNamed(name, i + 1)) {
      removeRow(i);
    }
  }

  private static boolean isOwn(FieldName name) {
    return name.is(FieldName.Trait.HOP) || name.is(FieldName.Trait.FRAMING);
  }

  private static void check(CharSequence name, CharSequence value) {
    String problem = problem(name, value);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /**
   * What would let a value speak for the framing: control octets, names that are no tokens, and the
   * fields by which HTTP/1 finds the end of a message (RFC 9112 section 11.1). Null if all is well.
   */
  private static @Nullable String problem(CharSequence name, CharSequence value) {
    if (name.isEmpty()) {
      return "a header name must not be empty";
    }
    if (!Octets.isToken(name)) {
      return "not a header name: a character is not allowed in it";
    }
    if (isOwn(FieldName.of(name))) {
      return "the header '" + name + "' belongs to the connection and cannot be set";
    }
    for (int i = 0; i < value.length(); i++) {
      char letter = value.charAt(i);
      if (letter > 0xff || !Octets.isText((byte) letter)) {
        return "the value of header '" + name + "' holds a character that HTTP/1 cannot carry";
      }
    }
    return null;
  }

  // ---- writing ----------------------------------------------------------------------------------

  /**
   * Writes a start line and all lines that are left, in as few copies as there are ranges.
   *
   * @param startFrom where the start line stands; equal to {@code startTo} for none
   */
  void write(int startFrom, int startTo, ByteBuf out) {
    int from = startFrom;
    int to = startTo;
    for (int i = 0; i < count; i++) {
      if (names[i] == REMOVED) {
        continue;
      }
      int line = rows[i * STRIDE + NAME];
      if (line != to) {
        if (to != from) {
          out.writeBytes(bytes, from, to - from);
        }
        from = line;
      }
      to = rows[i * STRIDE + LINE_END];
    }
    if (to != from) {
      out.writeBytes(bytes, from, to - from);
    }
  }
}
