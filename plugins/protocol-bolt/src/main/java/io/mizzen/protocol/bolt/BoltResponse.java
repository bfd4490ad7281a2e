package io.mizzen.protocol.bolt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.FrameResponse;
import io.mizzen.xprotocol.XprotocolPlugin;
import org.jspecify.annotations.Nullable;

/** An answer. It is said in proto and ver1 of its request, whatever the upstream spoke. */
final class BoltResponse extends FrameResponse implements HeaderView.Places {
  private static final byte[] ERROR_KEY = "sofa_head_response_error".getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);

  private final HeaderView map;
  private int errorPlace;

  BoltResponse(BoltFormat format, FramePool pool) {
    super(format, pool);
    map = new HeaderView(this);
  }

  @Override
  protected void read(Frame frame) {
    errorPlace = HeaderMap.NONE;
    BoltFrame read = (BoltFrame) frame;
    if (frame.fault == null && BoltStatus.of(read.fixed.timeoutOrStatus) == null) {
      frame.fault = "a status that makes clients close their connection";
    }
    map.take(read, this);
  }

  @Override
  protected void said() {
    errorPlace = HeaderMap.NONE;
    map.made();
  }

  @Override
  public void sawPair(int place) {
    if (map.keyIs(place, ERROR_KEY)) {
      errorPlace = place;
    }
  }

  @Override
  public int code() {
    return map.fixed.timeoutOrStatus;
  }

  /** What the upstream said about itself stays said, also if the field is taken away. */
  @Override
  public Why why() {
    BoltStatus status = BoltStatus.of(code());
    if (status == null) {
      return Why.UPSTREAM_ERROR;
    }
    boolean failedInside = errorPlace >= 0 && map.valueIs(errorPlace, TRUE);
    return status == BoltStatus.SUCCESS && failedInside
        ? XprotocolPlugin.SERVICE_ERROR
        : status.why();
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    return map.get(name);
  }

  @Override
  public void forEach(Visitor visitor) {
    map.forEach(visitor);
  }

  /** A map has one value for a key, so adding is this too. */
  @Override
  public void set(CharSequence name, CharSequence value) {
    map.set(name, value);
  }

  @Override
  public void remove(CharSequence name) {
    map.remove(name);
  }

  @Override
  protected int room() {
    return map.room();
  }

  @Override
  protected int put(byte[] to, int at, long newId, int newBodyLength) throws ProtocolException {
    return map.put(to, at, map.fixed, newId, newBodyLength);
  }

  @Override
  protected int putAs(FrameRequest asked, byte[] to, int at, int newBodyLength)
      throws ProtocolException {
    return map.put(to, at, ((BoltRequest) asked).fixed, asked.id(), newBodyLength);
  }

  @Override
  protected Frame.Tail tailAs(FrameRequest asked) {
    return map.tailAs(((BoltRequest) asked).fixed);
  }
}
