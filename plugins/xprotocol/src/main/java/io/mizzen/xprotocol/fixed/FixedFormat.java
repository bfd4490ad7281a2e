package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientProtocol.Mode;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.Frame.Kind;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.FrameResponse;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A protocol that was only described: its numbers are where the layout says. */
final class FixedFormat extends FrameFormat {
  static final String WORD = "fixedHeader";

  private final String name;
  private final byte[] magic;
  private final int headerLength;
  private final boolean little;
  private final NumberField length;
  private final @Nullable NumberField id;
  private final @Nullable Kinds kinds;
  private final byte[] heartbeat;
  private final byte[] failure;
  private final LayoutConfig.Connections connections;

  FixedFormat(LayoutConfig layout) {
    name = layout.name();
    magic = Hex.bytes("magic", layout.magic());
    headerLength = layout.headerLength();
    little = layout.byteOrder() == LayoutConfig.ByteOrder.LITTLE_ENDIAN;
    length = layout.length();
    id = layout.id();
    kinds = layout.kind() == null ? null : new Kinds(layout.kind());
    heartbeat = Hex.bytes("heartbeat", layout.heartbeat());
    failure = Hex.bytes("failure", layout.failure());
    connections = layout.connections();
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public boolean understands(FrameFormat other) {
    return other instanceof FixedFormat same && same.name.equals(name);
  }

  @Override
  public Level level() {
    return Level.LIGHT;
  }

  @Override
  public Mode mode() {
    if (connections == LayoutConfig.Connections.BOUND) {
      return Mode.BINDING;
    }
    return id == null ? Mode.PING_PONG : Mode.MULTIPLEX;
  }

  @Override
  public boolean hasIds() {
    return id != null;
  }

  /** Without magic anything matches: such a protocol stands alone on its port, or last. */
  @Override
  public Detection detect(ByteBuf first) {
    int there = Math.min(first.readableBytes(), magic.length);
    int at = first.readerIndex();
    for (int i = 0; i < there; i++) {
      if (first.getByte(at + i) != magic[i]) {
        return Detection.NO_MATCH;
      }
    }
    return there == magic.length ? Detection.MATCH : Detection.NEED_MORE;
  }

  @Override
  public Step readFixed(ByteBuf in, int at, int there, Sender from, Frame frame)
      throws ProtocolException {
    int begun = Math.min(there, magic.length);
    for (int i = 0; i < begun; i++) {
      if (in.getByte(at + i) != magic[i]) {
        throw new ProtocolException("a frame of " + name + " begins with its magic");
      }
    }
    if (there < headerLength) {
      return Step.NEED_MORE;
    }
    long value = number(in, at, length);
    long total = value + length.adjust();
    if (value < 0 || total < headerLength) {
      throw new ProtocolException("a frame of " + name + " is shorter than its header");
    }
    frame.length = total;
    frame.headLength = headerLength;
    frame.id = id == null ? 0 : number(in, at, id);
    frame.kind =
        kinds == null ? (from == Sender.CALLER ? Kind.REQUEST : Kind.RESPONSE) : kinds.of(in, at);
    return Step.READ;
  }

  private long number(ByteBuf in, int at, NumberField field) {
    int place = at + field.at();
    return switch (field.bytes()) {
      case 1 -> in.getUnsignedByte(place);
      case 2 -> little ? in.getUnsignedShortLE(place) : in.getUnsignedShort(place);
      case 4 -> little ? in.getUnsignedIntLE(place) : in.getUnsignedInt(place);
      default -> little ? in.getLongLE(place) : in.getLong(place);
    };
  }

  /** Puts an id into the frame that begins at an index. */
  void putId(byte[] frame, int at, long newId) {
    if (id != null) {
      put(frame, at, id, newId);
    }
  }

  /** Says that a frame is a header only. */
  void putEmpty(byte[] frame, int at) {
    put(frame, at, length, (long) headerLength - length.adjust());
  }

  private void put(byte[] frame, int at, NumberField field, long value) {
    int width = field.bytes();
    for (int i = 0; i < width; i++) {
      int shift = 8 * (little ? i : width - 1 - i);
      frame[at + field.at() + i] = (byte) (value >> shift);
    }
  }

  @Override
  public long narrow(long counter) {
    return id == null || id.bytes() == 8 ? counter : counter & (1L << 8 * id.bytes()) - 1;
  }

  @Override
  public FrameRequest newRequest(FramePool pool) {
    return new FixedRequest(this, pool);
  }

  @Override
  public FrameResponse newResponse(FramePool pool) {
    return new FixedResponse(this, pool);
  }

  @Override
  public Said reply(FrameRequest asked, Why why, int code, String text, FrameResponse answer) {
    if (failure.length == 0) {
      return Said.NO;
    }
    byte[] made = failure.clone();
    putId(made, 0, asked.id());
    answer.say(asked, made, made.length);
    return Said.YES;
  }

  /** The same frame with the other kind. */
  @Override
  public int answerHeartbeat(ByteBuf in, int at, Frame asked, byte[] to) {
    int bytes = (int) asked.length;
    in.getBytes(at, to, 0, bytes);
    if (kinds != null) {
      kinds.putHeartbeatAnswer(to);
    }
    return bytes;
  }

  @Override
  public int writeHeartbeat(int dialect, long newId, byte[] to) {
    System.arraycopy(heartbeat, 0, to, 0, heartbeat.length);
    if (heartbeat.length > 0) {
      putId(to, 0, newId);
    }
    return heartbeat.length;
  }
}
