package io.mizzen.bench.load;

import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The answering end of an HTTP/2 connection: every request of a read is answered in one write, as
 * far as the connection's window goes.
 */
final class Http2Server extends Peer {
  private static final int OUT_BYTES = 512 * 1024;

  /**
   * More than any proxy of the bench puts on one connection, so that it never waits for a stream.
   */
  private static final int MAX_STREAMS = 1024;

  /** What a path is answered with. */
  private record Answer(byte[] first, byte[] later, int bodyBytes) {}

  private record Waiting(int stream, Answer answer) {}

  private final FieldMemo<Answer> heads = new FieldMemo<>(this::answer);
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
  private boolean opened;
  private @Nullable Answer entered; // whose fields are in the table of the other side
  private long window = Http2Frame.FIRST_WINDOW;

  Http2Server(Loop loop, SocketChannel channel) throws IOException {
    super(loop, channel);
    Http2Frame.putOpening(out, MAX_STREAMS);
  }

  private Answer answer(Http2Headers fields) {
    String path = String.valueOf(fields.path());
    int bytes = path.matches("/[0-9]{1,5}") ? Integer.parseInt(path.substring(1)) : -1;
    if (bytes < 0 || bytes > Http2Exchange.MAX_ANSWER) {
      return new Answer(Http2Exchange.notFound(), Http2Exchange.notFound(), 0);
    }
    Answer last = entered;
    if (last != null && last.bodyBytes() == bytes) {
      return last;
    }
    return new Answer(Http2Exchange.firstAnswer(bytes), Http2Exchange.laterAnswer(bytes), bytes);
  }

  @Override
  boolean readsWhileBlocked() {
    return false;
  }

  @Override
  void consume(ByteBuffer borrowed) throws IOException {
    if (!opened) {
      if (borrowed.remaining() < Http2Frame.PREFACE.length) {
        return;
      }
      borrowed.position(borrowed.position() + Http2Frame.PREFACE.length);
      opened = true;
    }
    while (!blocked()) {
      boolean full = take(borrowed);
      answer();
      if (!full) {
        return;
      }
    }
  }

  /** True if it stopped for want of room for acknowledgements. */
  private boolean take(ByteBuffer borrowed) throws IOException {
    for (int bytes = Http2Frame.whole(borrowed); bytes > 0; bytes = Http2Frame.whole(borrowed)) {
      if (out.remaining() < Http2Frame.HEADER_BYTES + Long.BYTES) {
        return true;
      }
      int at = borrowed.position();
      frame(borrowed, at, bytes - Http2Frame.HEADER_BYTES);
      borrowed.position(at + bytes);
    }
    return false;
  }

  private void frame(ByteBuffer in, int at, int length) throws IOException {
    int from = at + Http2Frame.HEADER_BYTES;
    boolean ack = (Http2Frame.flags(in, at) & Http2Frame.ACK) != 0;
    switch (Http2Frame.type(in, at)) {
      case Http2Frame.HEADERS -> {
        Http2Frame.plain(in, at);
        if ((Http2Frame.flags(in, at) & Http2Frame.END_STREAM) == 0) {
          throw new ProtocolException("a request with a body");
        }
        waiting.add(new Waiting(Http2Frame.stream(in, at), heads.take(in, from, length)));
      }
      case Http2Frame.SETTINGS -> {
        if (!ack) {
          Http2Settings.check(in, from, length);
          Http2Frame.put(out, 0, Http2Frame.SETTINGS, Http2Frame.ACK, 0);
        }
      }
      case Http2Frame.PING -> {
        if (!ack) {
          Http2Frame.put(out, Long.BYTES, Http2Frame.PING, Http2Frame.ACK, 0);
          out.putLong(in.getLong(from));
        }
      }
      case Http2Frame.WINDOW_UPDATE -> {
        if (Http2Frame.stream(in, at) == 0) {
          window += in.getInt(from);
        }
      }
      default -> {
        // A stream given up is answered all the same: frames for it are to be ignored.
      }
    }
  }

  private void answer() throws IOException {
    for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
      Answer answer = next.answer();
      byte[] bytes = answer == entered ? answer.later() : answer.first();
      if (window < answer.bodyBytes() || out.remaining() < bytes.length) {
        break;
      }
      waiting.remove();
      window -= answer.bodyBytes();
      entered = answer;
      put(bytes, next.stream());
    }
    if (out.position() > 0) {
      write(out.flip());
      if (!blocked()) {
        out.clear();
      }
    }
  }

  private void put(byte[] answer, int stream) {
    int at = out.position();
    out.put(answer).putInt(at + 5, stream);
    int data = at + Http2Frame.HEADER_BYTES + Http2Frame.length(out, at);
    if (data < out.position()) {
      out.putInt(data + 5, stream);
    }
  }

  @Override
  void drained() throws IOException {
    out.clear();
    answer();
  }

  @Override
  void gone(@Nullable IOException cause) {
    waiting.clear();
  }
}
