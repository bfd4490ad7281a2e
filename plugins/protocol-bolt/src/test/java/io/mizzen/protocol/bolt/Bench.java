package io.mizzen.protocol.bolt;

import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.List;
import java.util.Map;

/** A downstream and an upstream connection side by side; closing it checks that nothing leaks. */
final class Bench implements AutoCloseable {
  final LeakGuard guard = new LeakGuard();
  final BoltSubject subject;
  final ServerCodec server;
  final ClientCodec client;
  final Wire<RequestHead> down;
  final Wire<ResponseHead> up;

  Bench() {
    this(Map.of());
  }

  Bench(Map<String, ?> settings) {
    subject = new BoltSubject(settings);
    server = subject.server().newCodec(new FakeConnection());
    client = subject.client().newCodec(new FakeWorker());
    down = new Wire<>(server, guard);
    up = new Wire<>(client, guard);
  }

  /** Decodes a request downstream. */
  Message<RequestHead> request(byte[] bytes) throws ProtocolException {
    down.feed(bytes);
    return last(down.events().messages());
  }

  /** Encodes a request upstream; the id it got. */
  long forward(Message<RequestHead> request) throws ProtocolException {
    long id = client.nextStreamId();
    boolean bare = request.body().length == 0;
    client.encodeHead(id, request.head(), bare, up.out());
    if (!bare) {
      client.encodeBody(id, guard.buffer(request.body()), true, up.out());
    }
    return id;
  }

  /** Decodes an answer upstream. */
  Message<ResponseHead> response(byte[] bytes) throws ProtocolException {
    up.feed(bytes);
    return last(up.events().messages());
  }

  /** Encodes an answer downstream; what was written. */
  byte[] answer(Message<RequestHead> request, Message<ResponseHead> response)
      throws ProtocolException {
    boolean bare = response.body().length == 0;
    server.encodeHead(request.streamId(), request.head(), response.head(), bare, down.out());
    if (!bare) {
      server.encodeBody(request.streamId(), guard.buffer(response.body()), true, down.out());
    }
    return down.out().take();
  }

  /** A whole exchange for a request: the upstream answers with that frame. */
  byte[] exchange(byte[] request, byte[] response) throws ProtocolException {
    Message<RequestHead> asked = request(request);
    long id = forward(asked);
    up.out().take();
    return answer(asked, response(Golden.withId(response, id)));
  }

  static <T> T last(List<T> all) {
    return all.get(all.size() - 1);
  }

  @Override
  public void close() {
    down.close();
    up.close();
    guard.close();
  }
}
