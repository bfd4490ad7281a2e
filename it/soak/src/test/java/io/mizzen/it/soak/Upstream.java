package io.mizzen.it.soak;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Accepts, and has a thread for each connection. */
final class Upstream implements AutoCloseable {
  /** What is said on one connection, until it ends. */
  interface Conversation {
    void hold(Wire wire, AtomicLong answered) throws IOException;
  }

  private final ServerSocket listener;
  private final Conversation conversation;
  private final Consumer<Throwable> faults;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean closed;

  /**
   * @param port 0 for any
   * @param faults is told of what the proxy should not have done
   */
  Upstream(int port, Conversation conversation, Consumer<Throwable> faults) throws IOException {
    listener = Wire.listen(port);
    this.conversation = conversation;
    this.faults = faults;
    thread("upstream", this::accept);
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Requests that were answered. */
  long answered() {
    return answered.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        thread("upstream-connection", () -> serve(socket));
      }
    } catch (IOException e) {
      if (!closed) {
        faults.accept(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      conversation.hold(new Wire(socket), answered);
    } catch (java.net.SocketException e) {
      // The proxy is gone, or was told to go.
      answered.get();
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        faults.accept(e);
      }
    } finally {
      open.remove(socket);
    }
  }

  /** An HTTP server of this name; a request it does not know is a fault. */
  static Conversation http(String name) {
    return http(name, key -> {});
  }

  /**
   * The same.
   *
   * @param asked is told the key of each request before it is answered
   */
  static Conversation http(String name, LongConsumer asked) {
    return (wire, answered) -> {
      while (true) {
        String head = wire.readUntil("\r\n\r\n");
        if (head == null) {
          return;
        }
        String path =
            head.substring(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
        if (!path.startsWith("/g/") && !path.startsWith("/p/")) {
          throw new IOException("nobody asked for " + head);
        }
        long key = Long.parseLong(path.substring(3));
        byte[] body = Payloads.of(key);
        if (Http.isPost(key)) {
          byte[] sent =
              wire.readFully(Integer.parseInt(String.valueOf(Http.value(head, "Content-Length"))));
          if (!java.util.Arrays.equals(sent, body)) {
            throw new IOException("the body of " + path + " is not what was sent");
          }
        }
        asked.accept(key);
        wire.send(Http.join(Http.ascii(Http.answerHead(name, key)), encoded(key, body)));
        answered.incrementAndGet();
      }
    };
  }

  private static byte[] encoded(long key, byte[] body) {
    if (!Http.isChunked(key)) {
      return body;
    }
    byte[] all = new byte[0];
    int at = 0;
    while (at < body.length) {
      int length = Math.min(body.length - at, 1 + (int) (key % 7) * 1000 + body.length / 8);
      all = Http.join(all, Http.ascii(Integer.toHexString(length) + "\r\n"));
      all = Http.join(all, java.util.Arrays.copyOfRange(body, at, at + length));
      all = Http.join(all, Http.ascii("\r\n"));
      at += length;
    }
    return Http.join(all, Http.ascii("0\r\n\r\n"));
  }

  /** A bolt server of this name, for both versions. */
  static Conversation bolt(String name) {
    return (wire, answered) -> {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      while (!wire.isAtEnd()) {
        Bolt.Frame frame = Bolt.read(wire);
        if (frame.command() == Bolt.HEARTBEAT) {
          out.writeBytes(Bolt.heartbeatAnswer(frame));
        } else if (frame.isRequest()) {
          out.writeBytes(Bolt.answer(frame.version(), frame.id(), name, frame.content()));
          answered.incrementAndGet();
        }
        if (wire.buffered() == 0) {
          wire.send(out.toByteArray());
          out.reset();
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
