package io.mizzen.protocol.dubbo;

import io.mizzen.spi.Why;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameResponse;
import io.mizzen.xprotocol.XprotocolPlugin;

/** An answer: its status, and whether a good one carries an exception of the service. */
final class DubboResponse extends FrameResponse {
  private static final int EXCEPTION = 0;
  private static final int EXCEPTION_WITH_ATTACHMENTS = 3;

  private int resultType;

  DubboResponse(DubboFormat format, FramePool pool) {
    super(format, pool);
  }

  @Override
  protected void read(Frame frame) {
    resultType = ((DubboFrame) frame).resultType;
  }

  @Override
  protected void said() {
    resultType = -1;
  }

  @Override
  public int code() {
    return bytes()[DubboHeader.STATUS_AT] & 0xff;
  }

  @Override
  public Why why() {
    return switch (code()) {
      case DubboHeader.OK ->
          resultType == EXCEPTION || resultType == EXCEPTION_WITH_ATTACHMENTS
              ? XprotocolPlugin.SERVICE_ERROR
              : Why.OK;
      case DubboStatus.EXHAUSTED -> Why.OVERLOAD;
      default -> Why.UPSTREAM_ERROR;
    };
  }

  @Override
  protected int put(byte[] to, int at, long newId, int newBodyLength) {
    int end = copy(to, at);
    DubboHeader.putLong(to, at + DubboHeader.ID_AT, newId);
    if (newBodyLength != bodyLength()) {
      DubboHeader.putInt(
          to, at + DubboHeader.LENGTH_AT, length() - DubboHeader.LENGTH + newBodyLength);
    }
    return end;
  }
}
