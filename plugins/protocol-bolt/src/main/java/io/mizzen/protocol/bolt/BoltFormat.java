package io.mizzen.protocol.bolt;

import static io.mizzen.protocol.bolt.FixedHeader.GO_AWAY;
import static io.mizzen.protocol.bolt.FixedHeader.HEARTBEAT;
import static io.mizzen.protocol.bolt.FixedHeader.MAX_SHORT_LENGTH;
import static io.mizzen.protocol.bolt.FixedHeader.ONE_WAY;
import static io.mizzen.protocol.bolt.FixedHeader.RESPONSE;
import static io.mizzen.protocol.bolt.FixedHeader.RPC_REQUEST;
import static io.mizzen.protocol.bolt.FixedHeader.RPC_RESPONSE;
import static io.mizzen.protocol.bolt.FixedHeader.V1;
import static io.mizzen.protocol.bolt.FixedHeader.V2;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.Frame.Kind;
import io.mizzen.xprotocol.Frame.Tail;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.FrameResponse;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Frames of bolt; drawn in {@link FixedHeader}. Version 1 and 2 may alternate on one connection. A
 * dialect is {@code ver1 << 8 | proto}. Contents are opened by {@link SofaConversion} only.
 */
final class BoltFormat extends FrameFormat {
  static final String WORD = "bolt";

  private static final long UNSIGNED = 0xffff_ffffL;
  private static final int HIGHEST_SWITCHES = 0x7f;

  private final GoAway goAway;

  BoltFormat(GoAway goAway) {
    this.goAway = goAway;
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Level level() {
    return Level.HEAVY;
  }

  /**
   *
   *
   * <pre>
   *   01 type cmd:2        type 0, 1 or 2; cmd 0, 1, 2 or 100
   *   02 ver1 type cmd:2   ver1 1 or 2
   * </pre>
   */
  @Override
  public Detection detect(ByteBuf first) {
    int start = first.readerIndex();
    int there = first.readableBytes();
    int proto = first.getByte(start);
    if (proto != V1 && proto != V2) {
      return Detection.NO_MATCH;
    }
    if (proto == V2
        && there > 1
        && (first.getByte(start + 1) < 1 || first.getByte(start + 1) > 2)) {
      return Detection.NO_MATCH;
    }
    if (there > proto) {
      int type = first.getByte(start + proto);
      if (type < RESPONSE || type > ONE_WAY) {
        return Detection.NO_MATCH;
      }
    }
    if (there > proto + 1 && first.getByte(start + proto + 1) != 0) {
      return Detection.NO_MATCH; // all commands are below 256
    }
    if (there <= proto + 2) {
      return Detection.NEED_MORE;
    }
    int command = first.getByte(start + proto + 2);
    return command >= HEARTBEAT && command <= RPC_RESPONSE || command == GO_AWAY
        ? Detection.MATCH
        : Detection.NO_MATCH;
  }

  @Override
  public Frame newFrame() {
    return new BoltFrame();
  }

  @Override
  public Step readFixed(ByteBuf in, int at, int there, Sender from, Frame frame)
      throws ProtocolException {
    int fixedLength = fixedLength(in, at, there);
    if (there < fixedLength) {
      return Step.NEED_MORE;
    }
    FixedHeader fixed = ((BoltFrame) frame).fixed;
    fixed.read(in, at);
    check(fixed);
    frame.kind = kind(fixed);
    frame.id = fixed.id & UNSIGNED;
    frame.length = fixed.frameLength();
    frame.headLength = fixedLength + fixed.classLength + fixed.headerLength;
    frame.tail = fixed.hasCrc() ? Tail.CRC32 : Tail.NONE;
    frame.dialect = fixed.ver1 << 8 | fixed.proto;
    return Step.READ;
  }

  /** The length of the fixed part, judged by as many bytes as there are; at least one is. */
  private static int fixedLength(ByteBuf in, int start, int there) throws ProtocolException {
    int proto = in.getByte(start);
    if (proto != V1 && proto != V2) {
      throw new ProtocolException("a bolt frame begins with 1 or 2, not " + (proto & 0xff));
    }
    if (proto == V2 && there > 1) {
      int ver1 = in.getByte(start + 1);
      if (ver1 != 1 && ver1 != 2) {
        throw new ProtocolException("bolt protocol version " + (ver1 & 0xff) + " is not known");
      }
    }
    if (there <= proto) {
      return Integer.MAX_VALUE;
    }
    int type = in.getByte(start + proto); // at 1 in version 1, at 2 in version 2
    if (type < RESPONSE || type > ONE_WAY) {
      throw new ProtocolException("bolt type " + (type & 0xff) + " is not known");
    }
    return FixedHeader.length(proto, type);
  }

  private static void check(FixedHeader fixed) throws ProtocolException {
    boolean known =
        switch (fixed.command) {
          case HEARTBEAT, RPC_RESPONSE -> true;
          case RPC_REQUEST, GO_AWAY -> !fixed.isResponse();
          default -> false;
        };
    if (!known) {
      throw new ProtocolException(
          "bolt command " + fixed.command + " is not known with type " + fixed.type);
    }
    if (fixed.switches < 0 || fixed.switches > HIGHEST_SWITCHES) {
      throw new ProtocolException("bolt switch bit 7 has no meaning");
    }
    if (fixed.classLength > MAX_SHORT_LENGTH
        || fixed.headerLength > MAX_SHORT_LENGTH
        || fixed.contentLength < 0) {
      throw new ProtocolException("a bolt length is negative as peers read it");
    }
  }

  private static Kind kind(FixedHeader fixed) {
    if (fixed.isResponse()) {
      if (fixed.command == RPC_RESPONSE) {
        return Kind.RESPONSE;
      }
      // a heartbeat that is answered with an error has failed
      return fixed.timeoutOrStatus == BoltStatus.SUCCESS.code()
          ? Kind.HEARTBEAT_ANSWER
          : Kind.IGNORED;
    }
    return switch (fixed.command) {
      case RPC_REQUEST -> fixed.type == ONE_WAY ? Kind.ONE_WAY : Kind.REQUEST;
      // one-way ones too: SOFABolt answers them, and a client may count on it
      case HEARTBEAT -> Kind.HEARTBEAT;
      case GO_AWAY -> Kind.GO_AWAY;
      default -> Kind.IGNORED; // an answer sent as a request, as SOFABolt ignores it
    };
  }

  @Override
  public FrameRequest newRequest(FramePool pool) {
    return new BoltRequest(this, pool);
  }

  @Override
  public FrameResponse newResponse(FramePool pool) {
    return new BoltResponse(this, pool);
  }

  /** A client would take a text for an object of the class it names, so none is sent. */
  @Override
  public Said reply(FrameRequest asked, Why why, int code, String text, FrameResponse answer) {
    FixedHeader fixed = new FixedHeader();
    fixed.answer(((BoltRequest) asked).fixed, RPC_RESPONSE, BoltStatus.of(why, code).code());
    byte[] frame = new byte[FixedHeader.MAX_LENGTH];
    answer.say(asked, frame, fixed.write(frame, 0));
    return Said.YES;
  }

  @Override
  public int answerHeartbeat(ByteBuf in, int at, Frame asked, byte[] to) {
    FixedHeader fixed = ((BoltFrame) asked).fixed;
    fixed.answer(fixed, HEARTBEAT, BoltStatus.SUCCESS.code());
    return fixed.write(to, 0);
  }

  @Override
  public int writeHeartbeat(int dialect, long id, byte[] to) {
    return bare(dialect, HEARTBEAT, id, -1, to);
  }

  @Override
  public int writeDrain(int dialect, byte[] to) {
    return goAway == GoAway.MESH ? bare(dialect, GO_AWAY, 0, 0, to) : 0;
  }

  private static int bare(int dialect, int command, long id, int timeout, byte[] to) {
    FixedHeader fixed = new FixedHeader();
    fixed.bare(dialect & 0xff, dialect >> 8, command, (int) id, timeout);
    return fixed.write(to, 0);
  }

  /** Every SOFABolt understands version 1. */
  @Override
  public int firstDialect() {
    return 1 << 8 | V1;
  }

  /** A call of SOFARPC in each version, and one with a check sum. */
  @Override
  public List<byte[]> samples() {
    return List.of(Samples.v1(), Samples.v2(), Samples.v2WithCrc());
  }
}
