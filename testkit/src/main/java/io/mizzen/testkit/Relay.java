package io.mizzen.testkit;

import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.testkit.RecordingEvents.Message;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caller, a proxy and an upstream in one thread, made of four codecs:
 *
 * <pre>
 *   sample bytes -> down (server codec) -> up (client codec) -> far (server codec)
 *   bytes again  <- down                <- up                <- answer bytes, or far's own
 * </pre>
 */
public final class Relay implements AutoCloseable {
  public final LeakGuard guard = new LeakGuard();
  public final ServerCodec downCodec;
  public final ClientCodec upCodec;
  public final ServerCodec farCodec;
  public final Wire<RequestHead> down;
  public final Wire<ResponseHead> up;
  public final Wire<RequestHead> far;

  public Relay(ProtocolUnderTest subject) {
    downCodec = subject.server().newCodec(new FakeConnection());
    upCodec = subject.client().newCodec(new FakeWorker(0, guard.allocator()));
    farCodec = subject.server().newCodec(new FakeConnection());
    down = new Wire<>(downCodec, guard).opened(subject.callerOpening());
    up = new Wire<>(upCodec, guard).opened(subject.upstreamOpening());
    far = new Wire<>(farCodec, guard).opened(subject.callerOpening());
  }

  /** Decodes a request and encodes it upstream; the stream id used there. */
  public long forward(byte[] request) throws ProtocolException {
    down.feed(request);
    return forward(lastOf(down.events()));
  }

  /** Encodes a decoded request upstream; the stream id used there. */
  public long forward(Message<RequestHead> message) throws ProtocolException {
    long id = upCodec.nextStreamId();
    boolean bare = message.body().length == 0 && message.trailers().isEmpty();
    upCodec.encodeHead(id, message.head(), bare, up.out());
    sendRest(id, message);
    return id;
  }

  /** Lets the far side read what was encoded upstream; its last message. */
  public Message<RequestHead> arrive() throws ProtocolException {
    far.feed(up.out().take());
    return lastOf(far.events());
  }

  /** Encodes a decoded answer downstream. */
  public byte[] back(Message<RequestHead> request, Message<ResponseHead> answer)
      throws ProtocolException {
    boolean bare = answer.body().length == 0 && answer.trailers().isEmpty();
    downCodec.encodeHead(request.streamId(), request.head(), answer.head(), bare, down.out());
    if (answer.body().length > 0) {
      ByteBuf body = guard.buffer(answer.body());
      downCodec.encodeBody(request.streamId(), body, answer.trailers().isEmpty(), down.out());
    }
    if (!answer.trailers().isEmpty()) {
      downCodec.encodeTrailers(request.streamId(), new ListFields(answer.trailers()), down.out());
    }
    return down.out().take();
  }

  private void sendRest(long id, Message<RequestHead> message) {
    if (message.body().length > 0) {
      ByteBuf body = guard.buffer(message.body());
      upCodec.encodeBody(id, body, message.trailers().isEmpty(), up.out());
    }
    if (!message.trailers().isEmpty()) {
      upCodec.encodeTrailers(id, new ListFields(message.trailers()), up.out());
    }
  }

  public static <H extends io.mizzen.spi.protocol.MessageHead> Message<H> lastOf(
      RecordingEvents<H> events) {
    List<Message<H>> messages = events.messages();
    if (messages.isEmpty()) {
      throw new AssertionError("no message was decoded");
    }
    return messages.get(messages.size() - 1);
  }

  @Override
  public void close() {
    down.close();
    up.close();
    far.close();
    guard.close();
  }

  /** Recorded {@code name: value} lines as fields; read only. */
  private record ListFields(List<String> lines) implements Fields {
    @Override
    public @Nullable CharSequence get(CharSequence name) {
      for (String line : lines) {
        if (line.startsWith(name + ": ")) {
          return line.substring(name.length() + 2);
        }
      }
      return null;
    }

    @Override
    public void forEach(Visitor visitor) {
      for (String line : lines) {
        int colon = line.indexOf(": ");
        visitor.field(line.substring(0, colon), line.substring(colon + 2));
      }
    }

    @Override
    public void set(CharSequence name, CharSequence value) {
      throw new IllegalStateException("recorded trailers do not change");
    }

    @Override
    public void add(CharSequence name, CharSequence value) {
      throw new IllegalStateException("recorded trailers do not change");
    }

    @Override
    public void remove(CharSequence name) {
      throw new IllegalStateException("recorded trailers do not change");
    }
  }
}
