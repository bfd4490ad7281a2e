package io.mizzen.xprotocol.fixed;

import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;

/** A call that nobody looks into. */
final class FixedRequest extends FrameRequest {
  private final FixedFormat format;

  FixedRequest(FixedFormat format, FramePool pool) {
    super(format, pool);
    this.format = format;
  }

  @Override
  protected void taken(Frame frame) {
    // nothing is known of it but its header
  }

  @Override
  protected int put(byte[] to, int at, long newId, int newBodyLength) {
    int end = copy(to, at);
    format.putId(to, at, newId);
    if (newBodyLength != bodyLength()) {
      format.putEmpty(to, at);
    }
    return end;
  }
}
