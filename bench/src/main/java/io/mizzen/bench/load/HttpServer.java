package io.mizzen.bench.load;

import io.mizzen.bench.load.HttpAnswers.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The answering end of an HTTP/1.1 connection: one write per request, in order, also when requests
 * are pipelined.
 */
final class HttpServer extends Peer {
  private final HttpAnswers answers;
  private @Nullable ByteBuffer
      answered; // the last fixed answer and our own view of it: nearly always the next one, too
  private ByteBuffer view = ByteBuffer.allocate(0);
  private ByteBuffer echo = ByteBuffer.allocate(0);
  private boolean last;

  HttpServer(Loop loop, SocketChannel channel, HttpAnswers answers) throws IOException {
    super(loop, channel);
    this.answers = answers;
  }

  @Override
  boolean readsWhileBlocked() {
    return false;
  }

  @Override
  void consume(ByteBuffer borrowed) throws IOException {
    while (borrowed.hasRemaining() && !blocked() && !last) {
      int start = borrowed.position();
      Answer answer = answers.take(borrowed);
      if (answer == null) {
        return;
      }
      if (borrowed.remaining() < answer.bodyBytes()) {
        borrowed.position(start);
        return;
      }
      last = answer.close();
      ByteBuffer fixed = answer.fixed();
      if (fixed == null) {
        echo(answer, borrowed);
      } else {
        borrowed.position(borrowed.position() + answer.bodyBytes());
        write(viewOf(fixed));
      }
      if (last && !blocked()) {
        close(null);
      }
    }
  }

  private ByteBuffer viewOf(ByteBuffer fixed) {
    if (answered != fixed) {
      answered = fixed;
      view = fixed.duplicate();
    }
    return view.position(fixed.position());
  }

  private void echo(Answer answer, ByteBuffer borrowed) throws IOException {
    int size = answer.echoHead().length + answer.bodyBytes();
    if (echo.capacity() < size) {
      echo = ByteBuffer.allocateDirect(size);
    }
    echo.clear().put(answer.echoHead());
    int bodyEnd = borrowed.position() + answer.bodyBytes();
    echo.put(echo.position(), borrowed, borrowed.position(), answer.bodyBytes());
    borrowed.position(bodyEnd);
    write(echo.position(0).limit(size));
  }

  @Override
  void drained() {
    if (last) {
      close(null);
    }
  }

  @Override
  void gone(@Nullable IOException cause) {
    last = true;
  }
}
