package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.List;
import java.util.Map;

/** A codec and the peer it talks to, whose frames are written by hand. */
final class Peer<H extends MessageHead> implements AutoCloseable {
  final LeakGuard guard;
  final Wire<H> wire;
  private final Reading reading = new Reading();

  private Peer(LeakGuard guard, Wire<H> wire) {
    this.guard = guard;
    this.wire = wire;
  }

  /** A server codec and its caller; the opening is behind them. */
  static Peer<RequestHead> caller(Http2ServerCodec[] codec, Map<String, ?> settings) {
    LeakGuard guard = new LeakGuard();
    codec[0] =
        (Http2ServerCodec) new Http2Subject(settings).server().newCodec(new FakeConnection());
    return new Peer<>(guard, new Wire<>(codec[0], guard).opened(Bytes.OPENING));
  }

  /** A client codec and its upstream. */
  static Peer<ResponseHead> upstream(Http2ClientCodec[] codec, Map<String, ?> settings) {
    LeakGuard guard = new LeakGuard();
    codec[0] = (Http2ClientCodec) new Http2Subject(settings).client().newCodec(new FakeWorker());
    return new Peer<>(guard, new Wire<>(codec[0], guard).opened(Bytes.SETTINGS));
  }

  /** A client codec whose upstream has said nothing yet. */
  static Peer<ResponseHead> silentUpstream(Http2ClientCodec[] codec, Map<String, ?> settings) {
    LeakGuard guard = new LeakGuard();
    codec[0] = (Http2ClientCodec) new Http2Subject(settings).client().newCodec(new FakeWorker());
    return new Peer<>(guard, new Wire<>(codec[0], guard).opened(new byte[0]));
  }

  void send(byte[]... frames) throws ProtocolException {
    wire.feed(Bytes.all(frames));
  }

  /** What the codec wrote since the last call. */
  List<String> written() {
    return reading.frames(wire.out().take());
  }

  List<Message<H>> messages() {
    return wire.events().messages();
  }

  @Override
  public void close() {
    wire.close();
    guard.close();
  }
}
