package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.ProtocolException;

/**
 * Decodes field sections (RFC 7541). One per connection, since the peer's encoder remembers what it
 * sent: so every section is decoded, also that of a stream that interests nobody.
 */
final class HpackDecoder {
  /** The largest number an encoded integer may have: far more than any section is long. */
  private static final int MOST = 1 << 24;

  private final WorkerPool pool;
  private final DynamicTable table;

  // The field that is being decoded: where its octets stand.
  private byte[] names = {};
  private int nameFrom;
  private int nameTo;
  private FieldName known = FieldName.OTHER;
  private byte[] values = {};
  private int valueFrom;
  private int valueTo;

  private byte[] in = {};
  private int at;
  private int end;

  /** Takes fields. */
  interface Sink {
    /** One field; the octets are valid during the call. */
    void field(
        FieldName known,
        byte[] names,
        int nameFrom,
        int nameTo,
        byte[] values,
        int valueFrom,
        int valueTo,
        Indexing indexing);
  }

  /** Whether a field may go into anybody's table; kept on the way (RFC 7541 section 7.1.3). */
  enum Indexing {
    ALLOWED,
    NEVER
  }

  /**
   * @param tableSize the announced SETTINGS_HEADER_TABLE_SIZE
   */
  HpackDecoder(WorkerPool pool, int tableSize) {
    this.pool = pool;
    this.table = new DynamicTable(tableSize);
  }

  /**
   * Decodes a whole section.
   *
   * @throws ProtocolException if the section breaks the rules; the connection cannot go on
   */
  void decode(byte[] section, int from, int to, Sink sink) throws ProtocolException {
    in = section;
    at = from;
    end = to;
    boolean begun = false;
    while (at < end) {
      int first = in[at] & 0xff;
      if (first >= 0x80) {
        indexed(integer(7));
        handOn(sink, Indexing.ALLOWED);
      } else if (first >= 0x40) {
        literal(integer(6));
        handOn(sink, Indexing.ALLOWED);
        table.add(known, names, nameFrom, nameTo, values, valueFrom, valueTo);
      } else if (first >= 0x20) {
        if (begun) {
          throw Rule.HPACK.broken();
        }
        resize(integer(5));
        continue;
      } else {
        literal(integer(4));
        handOn(sink, first >= 0x10 ? Indexing.NEVER : Indexing.ALLOWED);
      }
      begun = true;
    }
  }

  private void handOn(Sink sink, Indexing indexing) {
    sink.field(known, names, nameFrom, nameTo, values, valueFrom, valueTo, indexing);
  }

  private void resize(int size) throws ProtocolException {
    if (size > table.most()) {
      throw Rule.HPACK.broken();
    }
    table.limit(size);
  }

  private void indexed(int index) throws ProtocolException {
    name(index);
    if (index <= StaticTable.SIZE) {
      values = StaticTable.value(index);
      valueFrom = 0;
      valueTo = values.length;
    } else {
      int entry = index - StaticTable.SIZE;
      values = table.octets();
      valueFrom = table.value(entry);
      valueTo = table.end(entry);
    }
  }

  private void name(int index) throws ProtocolException {
    if (index == 0 || index > StaticTable.SIZE + table.count()) {
      throw Rule.HPACK.broken();
    }
    if (index <= StaticTable.SIZE) {
      known = StaticTable.known(index);
      names = StaticTable.name(index);
      nameFrom = 0;
      nameTo = names.length;
    } else {
      int entry = index - StaticTable.SIZE;
      known = table.known(entry);
      names = table.octets();
      nameFrom = table.name(entry);
      nameTo = table.value(entry);
    }
  }

  private void literal(int nameIndex) throws ProtocolException {
    int used = 0;
    if (nameIndex > 0) {
      name(nameIndex);
    } else {
      used = string(0);
      names = values;
      nameFrom = valueFrom;
      nameTo = valueTo;
      known = FieldName.of(names, nameFrom, nameTo);
    }
    byte[] scratch = pool.text();
    string(used);
    if (used > 0 && names == scratch) {
      // The scratch may have grown under the second string; the name went along.
      names = pool.text();
    }
  }

  /**
   * Reads a string into the value.
   *
   * @param used octets of the scratch that are in use
   * @return how many are after it
   */
  private int string(int used) throws ProtocolException {
    if (at == end) {
      throw Rule.HPACK.broken();
    }
    boolean coded = in[at] < 0;
    int length = integer(7);
    if (length > end - at) {
      throw Rule.HPACK.broken();
    }
    int start = at;
    at += length;
    if (!coded) {
      values = in;
      valueFrom = start;
      valueTo = at;
      return used;
    }
    values = pool.text(used + Huffman.mostDecoded(length));
    int reached = Huffman.decode(in, start, at, values, used);
    if (reached == Huffman.BROKEN) {
      throw Rule.HPACK.broken();
    }
    valueFrom = used;
    valueTo = reached;
    return reached;
  }

  /** An integer with a prefix of so many bits (RFC 7541 section 5.1). */
  private int integer(int bits) throws ProtocolException {
    int mask = (1 << bits) - 1;
    int value = in[at++] & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      if (at == end) {
        throw Rule.HPACK.broken();
      }
      int octet = in[at++];
      value += (octet & 0x7f) << shift;
      if (value > MOST) {
        throw Rule.HPACK.broken();
      }
      if (octet >= 0) {
        return value;
      }
    }
    throw Rule.HPACK.broken();
  }
}
