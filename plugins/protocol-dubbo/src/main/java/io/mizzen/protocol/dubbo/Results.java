package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.FrameFormat.Step;
import io.netty.buffer.ByteBuf;

/** The number that begins the body of a good answer: value, null or exception. */
final class Results {
  /** A JSONB block with one small number: length, tag, number. */
  private static final int JSONB_BYTES = 6;

  private static final int HESSIAN_ZERO = 0x90;
  private static final int JSONB_INT8 = 0xbd;

  private Results() {}

  static Step read(ByteBuf in, int at, int there, DubboFrame read) {
    if (read.status != DubboHeader.OK) {
      return Step.READ;
    }
    int body = at + DubboHeader.LENGTH;
    int needed = read.dialect == DubboHeader.FASTJSON2 ? JSONB_BYTES : 1;
    int bytes = there - DubboHeader.LENGTH;
    if (read.length < DubboHeader.LENGTH + needed) {
      return Step.READ;
    }
    if (bytes < needed) {
      return Step.NEED_MORE;
    }
    if (read.dialect == DubboHeader.HESSIAN2) {
      read.resultType = in.getUnsignedByte(body) - HESSIAN_ZERO;
    } else if (read.dialect == DubboHeader.FASTJSON2) {
      boolean wide = in.getUnsignedByte(body + 4) == JSONB_INT8;
      read.resultType = in.getByte(wide ? body + 5 : body + 4);
    }
    return Step.READ;
  }
}
