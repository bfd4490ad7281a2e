package io.mizzen.xprotocol;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientProtocol.Mode;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A protocol, described frame by frame. All a protocol author writes, together with a {@link
 * FrameRequest} and a {@link FrameResponse}. Immutable and stateless: one serves all connections of
 * all workers.
 *
 * <p>For each frame, in this order: {@link #readFixed}, the framework's own checks of size, {@link
 * #readHead}, then the head takes its bytes. All indices are absolute; nothing here moves one.
 */
public abstract class FrameFormat {
  /** Bytes there are at least for a frame that the protocol itself makes up. */
  public static final int SMALL_FRAME = 256;

  /** The word of configuration, logs and metrics. */
  public abstract String word();

  /** Whether messages read by another format can be sent in this one as they are. */
  public boolean understands(FrameFormat other) {
    return other.word().equals(word());
  }

  /** How far it looks. */
  public abstract Level level();

  /**
   * How calls share upstream connections: with ids {@link Mode#MULTIPLEX}, without {@link
   * Mode#PING_PONG}; {@link Mode#BINDING} if a connection has a state.
   */
  public Mode mode() {
    return Mode.MULTIPLEX;
  }

  /**
   * Whether frames carry ids. Without them the calls of a connection take turns, and an answer
   * belongs to the one open call.
   */
  public boolean hasIds() {
    return mode() != Mode.PING_PONG;
  }

  /**
   * Whether these bytes begin a connection of a caller. Pure; every prefix of a matching input
   * answers MATCH or NEED_MORE.
   *
   * @param first borrowed, at least one byte
   */
  public abstract Detection detect(ByteBuf first);

  /** A fresh description to be filled, one per codec. */
  public Frame newFrame() {
    return new Frame();
  }

  /**
   * Reads the fixed part: sets kind, id, length, tail, dialect, and headLength as far as known.
   *
   * @param there bytes from {@code at} on that have come, at least one
   * @param from who sent it: some protocols look different each way
   * @throws ProtocolException if no frame boundary can be told: the connection ends
   */
  public abstract Step readFixed(ByteBuf in, int at, int there, Sender from, Frame frame)
      throws ProtocolException;

  /**
   * Finds the end of the head, if the fixed part does not tell it. May set {@link Frame#fault}.
   * Called for requests and responses only, perhaps several times while a frame comes in.
   */
  public Step readHead(ByteBuf in, int at, int there, Frame frame) {
    return there >= frame.headLength ? Step.READ : Step.NEED_MORE;
  }

  /** The id for the n-th call of a connection, in the width of the wire; never 0. */
  public long narrow(long counter) {
    return counter & 0xffff_ffffL;
  }

  /**
   * What a new connection to an upstream counts its calls from; 1 unless upstreams take equal ids
   * of two connections for the same call.
   */
  public long firstCounter() {
    return 1;
  }

  /** An empty request head; it is used again and again. */
  public abstract FrameRequest newRequest(FramePool pool);

  /** An empty response head; it is used again and again. */
  public abstract FrameResponse newResponse(FramePool pool);

  /**
   * Says a failure in the words of the protocol, in the dialect of the request and with its id.
   *
   * @param asked at least the fixed part of the request is there; the rest only if it has no fault
   * @param code the protocol's own number, or 0 to choose by {@code why}
   * @param text for the caller, short; may be empty
   * @param answer becomes the whole answer, see {@link FrameResponse#say}
   * @return NO if the protocol cannot say it
   */
  public abstract Said reply(
      FrameRequest asked, Why why, int code, String text, FrameResponse answer);

  /**
   * Answers a heartbeat, which is there as a whole.
   *
   * @param in borrowed
   * @param to at least {@link #SMALL_FRAME} bytes longer than the heartbeat
   * @return bytes written from index 0 on; 0 for no answer
   */
  public int answerHeartbeat(ByteBuf in, int at, Frame asked, byte[] to) {
    return 0;
  }

  /**
   * Writes a heartbeat.
   *
   * @param dialect that of the newest request on the connection
   * @param to at least {@link #SMALL_FRAME} bytes
   * @return bytes written from index 0 on; 0 if the protocol has none
   */
  public int writeHeartbeat(int dialect, long id, byte[] to) {
    return 0;
  }

  /**
   * Tells a caller that the connection is going to end; parameters as {@link #writeHeartbeat}.
   *
   * @return 0 if the protocol has no such word
   */
  public int writeDrain(int dialect, byte[] to) {
    return 0;
  }

  /** The dialect to speak before the peer has said anything. */
  public int firstDialect() {
    return 0;
  }

  /** Requests for warming up; see {@code ServerProtocol.samples}. */
  public List<byte[]> samples() {
    return List.of();
  }

  /** Whether enough bytes have come. */
  public enum Step {
    READ,
    NEED_MORE
  }

  /** Who sent a frame. */
  public enum Sender {
    CALLER,
    UPSTREAM
  }

  /** Whether something could be expressed. */
  public enum Said {
    YES,
    NO
  }
}
