package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.Detection;
import io.netty.buffer.ByteBuf;

/** What a caller says first (RFC 9113 section 3.4); no request of HTTP/1 begins like it. */
final class Preface {
  static final byte[] OCTETS = Octets.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  static final int LENGTH = OCTETS.length;

  private Preface() {}

  static Detection compare(ByteBuf in) {
    int length = Math.min(in.readableBytes(), LENGTH);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != OCTETS[i]) {
        return Detection.NO_MATCH;
      }
    }
    return length == LENGTH ? Detection.MATCH : Detection.NEED_MORE;
  }
}
