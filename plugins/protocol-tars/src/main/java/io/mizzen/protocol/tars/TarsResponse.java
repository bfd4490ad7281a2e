package io.mizzen.protocol.tars;

import io.mizzen.spi.Why;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.FrameResponse;

/** An answer; that of versions 2 and 3 keeps its result in a map that is not looked into. */
final class TarsResponse extends FrameResponse {
  private int ret;
  private int idAt;
  private int idEnd;

  TarsResponse(TarsFormat format, FramePool pool) {
    super(format, pool);
  }

  @Override
  protected void read(Frame frame) {
    TarsFrame read = (TarsFrame) frame;
    ret = read.ret;
    idAt = read.idAt;
    idEnd = read.idEnd;
  }

  @Override
  protected void said() {
    ret = 0;
  }

  /** What an answer made here says. */
  void becomes(int newRet) {
    ret = newRet;
  }

  @Override
  public int code() {
    return ret;
  }

  /** Positive codes are the service's own. */
  @Override
  public Why why() {
    return ret == TarsRet.OVERLOAD ? Why.OVERLOAD : ret < 0 ? Why.UPSTREAM_ERROR : Why.OK;
  }

  @Override
  protected int roomAs(FrameRequest asked) {
    return TarsIds.room(length());
  }

  @Override
  protected int put(byte[] to, int at, long newId, int newBodyLength) {
    return TarsIds.put(bytes(), length(), idAt, idEnd, to, at, newId, newBodyLength);
  }
}
