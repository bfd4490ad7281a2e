package io.mizzen.kernel.restart;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message between incumbent and successor.
 *
 * <pre>
 *   length u32 | kind u8 | fields: count u16, then name and value of each, as DataOutput writes UTF
 * </pre>
 *
 * <p>Big-endian; length counts what follows it. Fields one does not know are ignored, so that
 * versions can differ in them; a kind one does not know ends the conversation.
 *
 * @param kind what it says
 * @param fields texts by name
 */
record Message(Kind kind, Map<String, String> fields) {
  /** Bytes; far more than a listener's or a version's description needs. */
  static final int MAX_LENGTH = 1 << 16;

  /** The number on the wire is fixed for ever. */
  enum Kind {
    HELLO(1),
    REFUSED(2),
    LISTENER(3),
    END(4),
    READY(5),
    RELEASED(6),
    PROGRESS(7),
    BYE(8);

    final int number;

    Kind(int number) {
      this.number = number;
    }

    static Kind of(int number) throws IOException {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new IOException("a message of unknown kind " + number);
    }
  }

  Message {
    fields = Map.copyOf(fields);
  }

  static Message of(Kind kind, String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Message(kind, fields);
  }

  /**
   * A field's value.
   *
   * @throws IOException if the other side left it out
   */
  String get(String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException(kind + " without " + name);
    }
    return value;
  }

  ByteBuffer encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0);
    out.writeByte(kind.number);
    out.writeShort(fields.size());
    for (Map.Entry<String, String> field : fields.entrySet()) {
      out.writeUTF(field.getKey());
      out.writeUTF(field.getValue());
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
    frame.putInt(0, frame.remaining() - Integer.BYTES);
    return frame;
  }

  /** Reads what follows the length. */
  static Message decode(byte[] frame) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
    Kind kind = Kind.of(in.readUnsignedByte());
    int count = in.readUnsignedShort();
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      fields.put(in.readUTF(), in.readUTF());
    }
    return new Message(kind, fields);
  }
}
