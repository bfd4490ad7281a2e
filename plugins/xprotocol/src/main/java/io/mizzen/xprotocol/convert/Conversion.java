package io.mizzen.xprotocol.convert;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FrameResponse;
import io.netty.buffer.ByteBuf;

/**
 * What a protocol of the level HEAVY adds to its format: calls in no protocol's words, turned into
 * frames, and answers turned back. Immutable and without state: one serves all workers.
 */
public interface Conversion {
  /** Where plugins offer theirs. */
  ExtensionPoint<Factory> POINT = new ExtensionPoint<>("conversion", Factory.class);

  /** The format of the frames; its word is that of the protocol. */
  FrameFormat format();

  /**
   * Writes a call as one whole frame. Its id is of no importance.
   *
   * @param to empty, and grows
   * @throws ConversionException if it cannot be said
   */
  void write(Call call, ByteBuf to) throws ConversionException;

  /**
   * Reads an answer to such a call. Never makes an object of a class that the message names.
   *
   * @param body all that follows the head; borrowed, indices must be left as they were
   * @throws ConversionException if it cannot be read
   */
  Result read(FrameResponse head, ByteBuf body) throws ConversionException;

  /** Makes it; its type is the protocol's word. */
  interface Factory extends ExtensionFactory {
    Conversion create();
  }
}
