package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a frame begins. */
@Doc("How a frame begins: a header of fixed length, then a body that nobody looks into.")
public record LayoutConfig(
    @Doc("A name for the protocol; listeners and clusters that share it understand each other.")
        String name,
    @Doc("The bytes every frame begins with, in hexadecimal such as \"ca fe\"; empty for none.")
        @Default("")
        String magic,
    @Doc("Bytes of the header, up to 256.") int headerLength,
    @Doc("The order of bytes in numbers.") @Default("bigEndian") ByteOrder byteOrder,
    @Doc("The length of the body or frame; 'adjust' makes it that of the whole frame.")
        NumberField length,
    @Doc("The request id. Without one, calls of a connection wait for each other.")
        @Nullable NumberField id,
    @Doc("What a frame is for. Without it, callers send requests and upstreams answers.")
        @Nullable KindField kind,
    @Doc("A whole heartbeat frame in hexadecimal, to be sent upstream; empty for none.")
        @Default("")
        String heartbeat,
    @Doc(
            "A whole answer frame in hexadecimal that tells a caller of a failure; its id is put in."
                + " Empty: the caller's connection is closed instead.")
        @Default("")
        String failure,
    @Doc("Whether calls of several callers share upstream connections.") @Default("shared")
        Connections connections) {
  private static final int LONGEST_HEADER = 256;

  /** The order of bytes in numbers. */
  public enum ByteOrder {
    @Doc("The highest byte first, as the Internet does.")
    BIG_ENDIAN,
    @Doc("The lowest byte first.")
    LITTLE_ENDIAN
  }

  /** How upstream connections are used. */
  public enum Connections {
    @Doc("By all calls, whoever makes them.")
    SHARED,
    @Doc(
        "Each by one caller's connection, and both end together: for protocols with a login or"
            + " another state.")
    BOUND
  }

  public LayoutConfig {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name must not be empty");
    }
    if (headerLength < 1 || headerLength > LONGEST_HEADER) {
      throw new IllegalArgumentException("headerLength must be from 1 to 256, got " + headerLength);
    }
    byte[] begin = Hex.bytes("magic", magic);
    boolean[] taken = new boolean[headerLength];
    take("magic", taken, 0, begin.length);
    take("length", taken, length.at(), length.end());
    if (id != null) {
      take("id", taken, id.at(), id.end());
    }
    if (kind != null) {
      within("kind", headerLength, kind.at() + kind.width());
    }
    template("heartbeat", heartbeat, headerLength, begin);
    template("failure", failure, headerLength, begin);
    if (!heartbeat.isEmpty() && kind == null && id == null) {
      throw new IllegalArgumentException(
          "heartbeat needs an id or a kind: its answer could not be told from others");
    }
  }

  private static void within(String key, int headerLength, int end) {
    if (end > headerLength) {
      throw new IllegalArgumentException(
          key + " ends at " + end + ", beyond the header of headerLength " + headerLength);
    }
  }

  private static void take(String key, boolean[] taken, int from, int end) {
    within(key, taken.length, end);
    for (int at = from; at < end; at++) {
      if (taken[at]) {
        throw new IllegalArgumentException(key + " lies over another field at byte " + at);
      }
      taken[at] = true;
    }
  }

  private static void template(String key, String hex, int headerLength, byte[] magic) {
    byte[] bytes = Hex.bytes(key, hex);
    if (bytes.length == 0) {
      return;
    }
    if (bytes.length < headerLength) {
      throw new IllegalArgumentException(
          key + " has " + bytes.length + " bytes, a header has headerLength " + headerLength);
    }
    if (bytes.length > FixedFormat.SMALL_FRAME) {
      throw new IllegalArgumentException(key + " must be at most 256 bytes, got " + bytes.length);
    }
    if (!Arrays.equals(magic, Arrays.copyOf(bytes, magic.length))) {
      throw new IllegalArgumentException(key + " does not begin with magic");
    }
  }
}
