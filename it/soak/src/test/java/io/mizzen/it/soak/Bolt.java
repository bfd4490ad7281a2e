package io.mizzen.it.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Bolt frames as the callers and servers here say them: version 1, and version 2 with check sums.
 *
 * <pre>
 * proto [ver1] type command:2 ver2 id:4 codec [switch] timeout:4|status:2 class:2 header:2 content:4 ...
 * </pre>
 */
final class Bolt {
  static final int HEARTBEAT = 0;
  private static final int REQUEST = 1;
  private static final int ANSWER = 2;

  /** Milliseconds; longer than any run may wait for one answer. */
  private static final int TIMEOUT = 30_000;

  private Bolt() {}

  enum Version {
    V1(22, 20),
    V2_SUMMED(24, 22);

    final int requestFixed;
    final int answerFixed;

    Version(int requestFixed, int answerFixed) {
      this.requestFixed = requestFixed;
      this.answerFixed = answerFixed;
    }
  }

  /**
   * A frame that was read.
   *
   * @param whole all its bytes
   */
  record Frame(
      Version version, boolean isRequest, int command, int id, byte[] content, byte[] whole) {}

  /** A call of a service; {@code key} says which one it is, for whoever reads the access log. */
  static byte[] request(Version version, int id, String service, long key, byte[] content) {
    return frame(
        version,
        REQUEST,
        id,
        0,
        "java.lang.String",
        Http.join(pair("service", service), pair("key", String.valueOf(key))),
        content);
  }

  private static byte[] pair(String key, String value) {
    return ByteBuffer.allocate(8 + key.length() + value.length())
        .putInt(key.length())
        .put(Http.ascii(key))
        .putInt(value.length())
        .put(Http.ascii(value))
        .array();
  }

  static byte[] answer(Version version, int id, String name, byte[] content) {
    return frame(version, ANSWER, id, 0, "from." + name, new byte[0], content);
  }

  /** An answer that is only a status. */
  static byte[] status(Version version, int id, int status) {
    byte[] all = frame(version, ANSWER, id, status, "", new byte[0], new byte[0]);
    if (version == Version.V1) {
      return all;
    }
    all[11] = 0;
    return java.util.Arrays.copyOf(all, all.length - 4);
  }

  static byte[] heartbeatAnswer(Frame asked) {
    byte[] all = status(asked.version(), asked.id(), 0);
    all[asked.version() == Version.V1 ? 3 : 4] = HEARTBEAT;
    if (asked.version() == Version.V2_SUMMED) {
      all[1] = asked.whole()[1];
    }
    return all;
  }

  private static byte[] frame(
      Version version, int command, int id, int status, String type, byte[] map, byte[] content) {
    boolean two = version == Version.V2_SUMMED;
    boolean request = command == REQUEST;
    int fixed = request ? version.requestFixed : version.answerFixed;
    int length = fixed + type.length() + map.length + content.length;
    ByteBuffer out = ByteBuffer.allocate(length + (two ? 4 : 0));
    out.put((byte) (two ? 2 : 1));
    if (two) {
      out.put((byte) 2);
    }
    out.put((byte) (request ? 1 : 0)).putShort((short) command).put((byte) 1).putInt(id);
    out.put((byte) 1);
    if (two) {
      out.put((byte) 1);
    }
    if (request) {
      out.putInt(TIMEOUT);
    } else {
      out.putShort((short) status);
    }
    out.putShort((short) type.length()).putShort((short) map.length).putInt(content.length);
    out.put(Http.ascii(type)).put(map).put(content);
    if (two) {
      out.putInt(sum(out.array(), length));
    }
    return out.array();
  }

  private static int sum(byte[] frame, int length) {
    CRC32 sum = new CRC32();
    sum.update(frame, 0, length);
    return (int) sum.getValue();
  }

  /** The next frame; a wrong check sum is an error. */
  static Frame read(Wire wire) throws IOException {
    byte[] start = wire.peek(4);
    boolean two = start[0] == 2;
    if (!two && start[0] != 1) {
      throw new IOException("no bolt frame begins with " + start[0]);
    }
    Version version = two ? Version.V2_SUMMED : Version.V1;
    boolean request = start[two ? 2 : 1] != 0;
    int fixed = request ? version.requestFixed : version.answerFixed;
    ByteBuffer head = ByteBuffer.wrap(wire.peek(fixed));
    int types = head.getShort(fixed - 8);
    int map = head.getShort(fixed - 6);
    int contents = head.getInt(fixed - 4);
    boolean summed = two && head.get(1) == 2 && (head.get(11) & 1) == 1;
    int length = fixed + types + map + contents;
    byte[] whole = wire.readFully(length + (summed ? 4 : 0));
    if (summed && ByteBuffer.wrap(whole).getInt(length) != sum(whole, length)) {
      throw new IOException("a frame with a wrong check sum");
    }
    return new Frame(
        version,
        request,
        head.getShort(two ? 3 : 2),
        head.getInt(two ? 6 : 5),
        java.util.Arrays.copyOfRange(whole, length - contents, length),
        whole);
  }
}
