package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Numbers;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ResponseHead;

/** A response's head over its own octets; the same life as {@link Http2RequestHead}. */
final class Http2ResponseHead extends FieldBlock implements ResponseHead {
  private final WorkerPool pool;
  int code;
  Kind kind = Kind.FINAL;
  long bodyLength;

  /** The status of a gRPC answer that consists of this head only; -1 for none. */
  int grpcStatus = GrpcStatus.NONE;

  Http2ResponseHead(WorkerPool pool) {
    this.pool = pool;
  }

  @Override
  void clear() {
    super.clear();
    code = 0;
    kind = Kind.FINAL;
    bodyLength = 0;
    grpcStatus = GrpcStatus.NONE;
  }

  @Override
  public String protocol() {
    return Http2RequestHead.PROTOCOL;
  }

  @Override
  public int code() {
    return code;
  }

  /** {@inheritDoc} The status of gRPC if there is one, else that of HTTP. */
  @Override
  public Why why() {
    if (grpcStatus > 0) {
      return GrpcStatus.why(grpcStatus);
    }
    return Numbers.why(code);
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public long bodyLength() {
    return bodyLength;
  }

  @Override
  public void release() {
    pool.giveBack(this);
  }
}
