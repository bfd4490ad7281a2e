package io.mizzen.protocol.dubbothrift;

import io.mizzen.lib.thrift.ThriftRequest;
import io.mizzen.xprotocol.FramePool;

/** A call of dubbo-thrift: its service stands in the header. */
final class DubboThriftRequest extends ThriftRequest {
  private static final int SERVICE_AT = 13;
  private static final int TEXT_AT = SERVICE_AT + 4;

  DubboThriftRequest(DubboThriftFormat format, FramePool pool) {
    super(format, pool);
  }

  @Override
  public CharSequence service() {
    return word(TEXT_AT, serviceLength());
  }

  /** Checked when it came in. */
  private int serviceLength() {
    return (bytes()[SERVICE_AT + 2] & 0xff) << 8 | bytes()[SERVICE_AT + 3] & 0xff;
  }

  /** Up to the message. */
  int headerLength() {
    return messageAt();
  }

  void copyHeader(byte[] to) {
    System.arraycopy(bytes(), 0, to, 0, headerLength());
  }

  @Override
  protected int put(byte[] to, int start, long newId, int newBodyLength) {
    return DubboThriftFormat.patch(to, start, copy(to, start), newId, newBodyLength);
  }
}
