package io.mizzen.protocol.http1;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Codec.Progress;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingOut;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A caller, a proxy of two codecs and an upstream, in one thread. Events pass as they come, as in a
 * kernel without filters:
 *
 * <pre>
 *   caller(...) -> server codec -> client codec -> sent()
 *   got()       <- server codec <- client codec <- upstream(...)
 * </pre>
 */
final class Bridge implements AutoCloseable {
  final LeakGuard guard = new LeakGuard();
  final Http1ServerCodec down;
  final Http1ClientCodec up;
  final RecordingOut toCaller = new RecordingOut(guard.allocator());
  final RecordingOut toUpstream = new RecordingOut(guard.allocator());
  final List<RequestHead> requests = new ArrayList<>();
  final List<ResponseHead> responses = new ArrayList<>();
  private final Input fromCaller = new Input();
  private final Input fromUpstream = new Input();
  private long streamId;
  private long upstreamId;

  /** Whether requests go upstream by themselves. */
  boolean forwards = true;

  Bridge() {
    this(Map.of(), Map.of());
  }

  Bridge(Map<String, ?> server, Map<String, ?> client) {
    this(server, client, new FakeConnection());
  }

  Bridge(Map<String, ?> server, Map<String, ?> client, FakeConnection connection) {
    down = (Http1ServerCodec) Subject.server(server, "proxy").newCodec(connection);
    up = (Http1ClientCodec) Subject.client(client).newCodec(new FakeWorker());
  }

  Progress caller(String text) throws ProtocolException {
    return fromCaller.feed(down, new FromCaller(), toCaller, Subject.ascii(text));
  }

  Progress caller(byte[] bytes) throws ProtocolException {
    return fromCaller.feed(down, new FromCaller(), toCaller, bytes);
  }

  /** What a kernel does when a stream has ended and bytes are held. */
  Progress callerAgain() throws ProtocolException {
    return caller("");
  }

  void callerCloses() throws ProtocolException {
    fromCaller.close(down, new FromCaller(), toCaller);
  }

  void upstream(String text) throws ProtocolException {
    upstream(Subject.ascii(text));
  }

  void upstream(byte[] bytes) throws ProtocolException {
    fromUpstream.feed(up, new FromUpstream(), toUpstream, bytes);
  }

  void upstreamCloses() throws ProtocolException {
    fromUpstream.close(up, new FromUpstream(), toUpstream);
  }

  /** All that went upstream since the last call. */
  String sent() {
    return new String(toUpstream.take(), StandardCharsets.ISO_8859_1);
  }

  /** All that the caller got since the last call. */
  String got() {
    return new String(toCaller.take(), StandardCharsets.ISO_8859_1);
  }

  RequestHead request() {
    return requests.get(requests.size() - 1);
  }

  ResponseHead response() {
    return responses.get(responses.size() - 1);
  }

  /** Answers the open request here. */
  void reply(LocalReply reply) throws ProtocolException {
    ServerCodec.Reply words = down.localReply(reply, request());
    boolean bare = words.body().length == 0;
    down.encodeHead(streamId, request(), words.head(), bare, toCaller);
    if (!bare) {
      down.encodeBody(streamId, guard.buffer(words.body()), true, toCaller);
    }
    words.head().release();
  }

  Codec.Fate reset(Why why) {
    return down.encodeReset(streamId, why, toCaller);
  }

  /** The upstream gave up: both sides are reset. */
  long streamId() {
    return streamId;
  }

  long upstreamId() {
    return upstreamId;
  }

  @Override
  public void close() {
    requests.forEach(MessageHead::release);
    responses.forEach(MessageHead::release);
    down.release();
    up.release();
    toCaller.close();
    toUpstream.close();
    guard.close();
  }

  private final class FromCaller implements StreamEvents<RequestHead> {
    @Override
    public void onHead(long id, RequestHead head, boolean last) {
      streamId = id;
      requests.add(head);
      if (forwards) {
        upstreamId = up.nextStreamId();
        try {
          up.encodeHead(upstreamId, head, last, toUpstream);
        } catch (ProtocolException e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    public void onBody(long id, ByteBuf retainedSlice, boolean last) {
      up.encodeBody(upstreamId, retainedSlice, last, toUpstream);
    }

    @Override
    public void onTrailers(long id, Fields trailers) {
      up.encodeTrailers(upstreamId, trailers, toUpstream);
    }

    @Override
    public void onReset(long id, Why why) {
      up.encodeReset(upstreamId, why, toUpstream);
    }
  }

  private final class FromUpstream implements StreamEvents<ResponseHead> {
    @Override
    public void onHead(long id, ResponseHead head, boolean last) {
      responses.add(head);
      try {
        down.encodeHead(streamId, request(), head, last, toCaller);
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onBody(long id, ByteBuf retainedSlice, boolean last) {
      down.encodeBody(streamId, retainedSlice, last, toCaller);
    }

    @Override
    public void onTrailers(long id, Fields trailers) {
      down.encodeTrailers(streamId, trailers, toCaller);
    }

    @Override
    public void onReset(long id, Why why) {
      down.encodeReset(streamId, why, toCaller);
    }
  }

  /** The unread bytes of one side. */
  private final class Input {
    private byte[] unread = {};

    <H extends MessageHead> Progress feed(
        Codec<H> codec, StreamEvents<H> events, RecordingOut out, byte[] bytes)
        throws ProtocolException {
      ByteBuf in = guard.buffer(Fragments.glue(unread, bytes));
      try {
        return codec.decode(in, events, out);
      } finally {
        unread = new byte[in.readableBytes()];
        in.readBytes(unread);
        in.release();
      }
    }

    <H extends MessageHead> void close(Codec<H> codec, StreamEvents<H> events, RecordingOut out)
        throws ProtocolException {
      ByteBuf in = guard.buffer(unread);
      try {
        codec.inputClosed(in, events, out);
      } finally {
        in.release();
      }
    }
  }
}
