package io.mizzen.bench.load;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Where the fields of a frame are, and frames as peers word them. Ids are numbers of four bytes,
 * big-endian; of wider ones the lower half.
 */
public interface FrameShape {
  /** What a frame is for. */
  enum Meaning {
    REQUEST,
    HEARTBEAT,
    ANSWER,
    OTHER
  }

  /** Enough to call {@link #at}, {@link #frameLength} and {@link #meaning}. */
  int minBytes();

  /** The shape of the frame there: a connection may mix versions. */
  default FrameShape at(ByteBuffer in, int at) throws ProtocolException {
    return this;
  }

  /** Bytes of the frame at {@code at}; -1 while too little of it is there to tell. */
  int frameLength(ByteBuffer in, int at);

  Meaning meaning(ByteBuffer in, int at);

  /** From the first byte of a frame to its id. */
  int idAt();

  /** Puts the id of a call into its answer. */
  default void copyId(ByteBuffer call, int at, ByteBuffer answer, int answerAt) {
    answer.putInt(answerAt + idAt(), call.getInt(at + idAt()));
  }

  /** From the first byte of an answer to what is the same in each. */
  int answerBodyAt();

  /** Whether an answer says that all went well. */
  boolean isGood(ByteBuffer in, int at);

  /** A call with that many bytes of content, its id 0. */
  byte[] request(int contentBytes);

  /** The answer to it. */
  byte[] answer(int contentBytes);

  /** The answer to a heartbeat. */
  byte[] heartbeatAck();
}
