package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message between incumbent and successor.
 *
 * <pre>
 *   length u32 | kind u8 | fields: count u16, then name and value of each, as DataOutput writes UTF
 *              | payload: the rest
 * </pre>
 *
 * <p>Big-endian; length counts what follows it. Fields one does not know are ignored, so that
 * versions can differ in them; a kind one does not know is skipped if it is {@link #OPTIONAL}, else
 * it ends the conversation.
 *
 * @param kind what it says
 * @param fields texts by name
 * @param payload bytes of a connection
 */
record Message(Kind kind, Map<String, String> fields, Bytes payload) {
  /** Bytes; a connection whose unread and unsent bytes are more than that stays where it is. */
  static final int MAX_LENGTH = 1 << 24;

  /** Kinds from here on may be skipped by who does not know them. */
  static final int OPTIONAL = 128;

  /** The number on the wire is fixed for ever. */
  enum Kind {
    HELLO(1),
    REFUSED(2),
    LISTENER(3),
    END(4),
    READY(5),
    RELEASED(6),
    PROGRESS(7),
    BYE(8),
    /** A connection; its sockets are on their way. */
    CONNECTION(9),
    /** It could go on in the successor, which does nothing with it yet. */
    ARRIVED(10),
    /** It cannot. */
    DECLINED(11),
    /** It is the successor's from here on. */
    LEFT(12),
    /** An answer that came for it since. */
    ANSWER(13),
    /** An answer was cut off: it has to be closed. */
    CLOSE(14),
    /** Its peer has closed it: no answer is wanted any more. */
    GONE(15),
    /** The successor's services answer: the incumbent's are not needed any more. */
    SERVING(16),
    /** Something the incumbent has learned, for the successor to go on with. */
    STATE(OPTIONAL);

    final int number;

    Kind(int number) {
      this.number = number;
    }

    /** Null if it is unknown and may be skipped. */
    static @Nullable Kind of(int number) throws IOException {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      if (number >= OPTIONAL) {
        return null;
      }
      throw new IOException("a message of unknown kind " + number);
    }
  }

  Message {
    fields = Map.copyOf(fields);
  }

  static Message of(Kind kind, String... namesAndValues) {
    return of(kind, Bytes.NONE, namesAndValues);
  }

  static Message of(Kind kind, Bytes payload, String... namesAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Message(kind, fields, payload);
  }

  /** A field's value as a number. */
  long number(String name) throws IOException {
    try {
      return Long.parseLong(get(name));
    } catch (NumberFormatException e) {
      throw new IOException(kind + " with " + name + " " + get(name), e);
    }
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

  /** Roughly, from above: what it takes on the wire. */
  long length() {
    long texts = 0;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      // UTF needs at most three bytes for a char, and two for the length.
      texts += 3L * (field.getKey().length() + field.getValue().length()) + 4;
    }
    return Byte.BYTES + Short.BYTES + texts + payload.length();
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
    byte[] rest = new byte[payload.length()];
    payload.copyTo(rest, 0);
    out.write(rest);
    if (out.size() - Integer.BYTES > MAX_LENGTH) {
      throw new IOException(kind + " of " + out.size() + " bytes is too long");
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
    frame.putInt(0, frame.remaining() - Integer.BYTES);
    return frame;
  }

  /** Reads what follows the length; null if it may be skipped. */
  static @Nullable Message decode(byte[] frame) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
    Kind kind = Kind.of(in.readUnsignedByte());
    if (kind == null) {
      return null;
    }
    int count = in.readUnsignedShort();
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      fields.put(in.readUTF(), in.readUTF());
    }
    int left = in.available();
    return new Message(kind, fields, Bytes.copyOf(frame, frame.length - left, left));
  }
}
