package io.mizzen.lib.thrift;

import io.mizzen.spi.Why;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameResponse;
import io.mizzen.xprotocol.XprotocolPlugin;

/** An answer: a result, an exception the service declares, or one of the framework. */
public abstract class ThriftResponse extends FrameResponse {
  private int type;
  private boolean declared;

  protected ThriftResponse(FrameFormat format, FramePool pool) {
    super(format, pool);
  }

  @Override
  protected void read(Frame frame) {
    ThriftFrame read = (ThriftFrame) frame;
    type = read.type;
    declared = read.declared;
  }

  @Override
  protected void said() {
    type = MessageHead.EXCEPTION;
    declared = false;
  }

  /** What an answer made here is. */
  public final void becomes(int newType) {
    type = newType;
  }

  /** The type of the message: 2 reply, 3 exception. */
  @Override
  public int code() {
    return type;
  }

  @Override
  public Why why() {
    if (type == MessageHead.EXCEPTION) {
      return Why.UPSTREAM_ERROR;
    }
    return declared ? XprotocolPlugin.SERVICE_ERROR : Why.OK;
  }
}
