package io.mizzen.protocol.bolt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.xprotocol.XprotocolPlugin;
import io.netty.buffer.ByteBuf;

/** An answer. */
final class BoltResponse extends BoltHead implements ResponseHead {
  private static final byte[] ERROR_KEY = "sofa_head_response_error".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);

  private int errorPlace;

  BoltResponse(WorkerPool pool) {
    super(pool);
  }

  @Override
  Intake take(FixedHeader header, ByteBuf in, int at) {
    errorPlace = HeaderMap.NONE;
    return super.take(header, in, at);
  }

  /** Becomes an answer made here: a status and nothing else. */
  void reply(FixedHeader request, BoltStatus status) {
    errorPlace = HeaderMap.NONE;
    fixed.answer(request, FixedHeader.RPC_RESPONSE, status.code());
  }

  @Override
  void sawPair(int place) {
    if (keyIs(place, ERROR_KEY)) {
      errorPlace = place;
    }
  }

  @Override
  void edited() {
    // what the upstream said about itself stays said
  }

  @Override
  public int code() {
    return fixed.timeoutOrStatus;
  }

  @Override
  public Why why() {
    BoltStatus status = BoltStatus.of(fixed.timeoutOrStatus);
    if (status == null) {
      return Why.UPSTREAM_ERROR;
    }
    boolean failedInside = errorPlace >= 0 && valueIs(errorPlace, TRUE);
    return status == BoltStatus.SUCCESS && failedInside
        ? XprotocolPlugin.SERVICE_ERROR
        : status.why();
  }

  @Override
  public Kind kind() {
    return Kind.FINAL;
  }

  @Override
  public void release() {
    clear();
    pool.giveBack(this);
  }
}
