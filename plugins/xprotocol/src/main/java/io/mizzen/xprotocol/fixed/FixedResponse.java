package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.Why;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameResponse;

/** An answer that nobody looks into, so each is a good one. */
final class FixedResponse extends FrameResponse {
  private final FixedFormat format;

  FixedResponse(FixedFormat format, FramePool pool) {
    super(format, pool);
    this.format = format;
  }

  @Override
  protected void read(Frame frame) {
    // nothing is known of it but its header
  }

  @Override
  protected void said() {
    // the layout says nothing of what it means
  }

  @Override
  public int code() {
    return 0;
  }

  @Override
  public Why why() {
    return Why.OK;
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
