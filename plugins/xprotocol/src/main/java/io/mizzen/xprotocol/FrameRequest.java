package io.mizzen.xprotocol;

import io.mizzen.spi.protocol.RequestHead;

/** A call. A protocol of the light level extends it with nothing but {@link #put}. */
public abstract class FrameRequest extends FrameHead implements RequestHead {
  private Exchange exchange = Exchange.ANSWERED;

  protected FrameRequest(FrameFormat format, FramePool pool) {
    super(format, pool);
  }

  final void take(Frame frame) {
    exchange = frame.kind == Frame.Kind.ONE_WAY ? Exchange.ONE_WAY : Exchange.ANSWERED;
  }

  @Override
  public final Exchange exchange() {
    return exchange;
  }

  @Override
  public CharSequence service() {
    return "";
  }

  @Override
  public CharSequence operation() {
    return "";
  }

  @Override
  public CharSequence verb() {
    return "";
  }

  @Override
  public boolean rewriteService(CharSequence service) {
    return false;
  }

  @Override
  public boolean rewriteOperation(CharSequence operation) {
    return false;
  }

  @Override
  public long timeoutMillis() {
    return 0;
  }

  /** RPC protocols do not say whether a call may be repeated. */
  @Override
  public Repeat repeat() {
    return Repeat.UNSAFE;
  }

  @Override
  public final void release() {
    clear();
    pool.giveBack(this);
  }
}
