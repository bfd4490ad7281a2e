package io.mizzen.lib.thrift;

import io.mizzen.xprotocol.FrameFormat.Step;
import io.netty.buffer.ByteBuf;

/** Looks at the first field of a reply. */
public final class Declared {
  /** A field's type and number in the binary encoding. */
  private static final int FIELD_BYTES = 3;

  private Declared() {}

  /** Sets where the head ends, and of a reply whether it holds a declared exception. */
  public static Step read(ByteBuf in, int at, int head, int end, ThriftFrame read) {
    boolean all = end - at == read.length;
    if (read.type == MessageHead.REPLY) {
      if (!all && end - head < FIELD_BYTES) {
        return Step.NEED_MORE;
      }
      boolean compact = MessageHead.isCompact(in.getByte(at + read.messageAt));
      read.declared = Replies.declared(in, head, end, compact);
    }
    read.headLength = head - at;
    return Step.READ;
  }
}
