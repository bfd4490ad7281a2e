package io.mizzen.it.bolt;

import io.mizzen.testkit.HexFrames;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that answers what a test tells it, byte for byte, or hangs up. */
final class BadProvider implements AutoCloseable {
  /** What a real one answers to a good call. */
  static final byte[] GOOD =
      HexFrames.bytes(
          "4f be \"com.alipay.sofa.rpc.core.response.SofaResponse\" 94 07 \"isError\" 08 \"errorMsg\""
              + " 0b \"appResponse\" 0d \"responseProps\" 6f 90 46 4e 06 \"hi bob\" 4e");

  private final ServerSocket listener;
  private final AtomicInteger asked = new AtomicInteger();

  // written by the test before it asks, read by the thread that answers
  private volatile byte[] content = GOOD;
  private volatile int status;
  private volatile boolean hangsUp;

  BadProvider() throws IOException {
    listener = RawPeers.listen();
    listener.setSoTimeout(0);
    Thread thread = new Thread(this::serve, "bad-provider");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many requests have come. */
  int asked() {
    return asked.get();
  }

  void answers(int newStatus, byte[] newContent) {
    status = newStatus;
    content = newContent;
  }

  /** Once, and then it answers again. */
  void hangsUp() {
    hangsUp = true;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        serve(socket);
      } catch (IOException e) {
        // the caller, or the test, has gone
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    try {
      while (true) {
        byte[] request = RawPeers.receive(socket);
        asked.incrementAndGet();
        if (hangsUp) {
          hangsUp = false;
          return;
        }
        byte[] body = content;
        byte[] answer =
            ByteBuffer.allocate(20 + body.length)
                .put(RawPeers.answer(request, 0))
                .put(body)
                .array();
        ByteBuffer.wrap(answer).putShort(10, (short) status).putInt(16, body.length);
        RawPeers.send(socket, answer);
      }
    } catch (EOFException e) {
      // the connection was closed in order
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
