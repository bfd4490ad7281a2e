package io.mizzen.it.http2;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of HTTP/1.1 that keeps what it was sent, octet for octet, and reads no more into it than
 * the two framings there are. What it cannot read is kept as such.
 */
final class Http1Recorder implements AutoCloseable {
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** One request: its first line, the lines of its fields with names in lower case, its body. */
  record Request(String line, List<String> fields, String body) {
    /** All values of a name. */
    List<String> all(String name) {
      return fields.stream()
          .filter(field -> field.startsWith(name + ": "))
          .map(field -> field.substring(name.length() + 2))
          .toList();
    }
  }

  Http1Recorder() throws IOException {
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "recorder");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections that were made so far. */
  int connections() {
    return connections.get();
  }

  /** What has come since the last call. */
  List<Request> take() {
    List<Request> taken = new ArrayList<>();
    Request one;
    while ((one = requests.poll()) != null) {
      taken.add(one);
    }
    return taken;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String line;
      while ((line = line(in)) != null) {
        List<String> fields = new ArrayList<>();
        String field;
        while ((field = line(in)) != null && !field.isEmpty()) {
          int colon = field.indexOf(':');
          fields.add(
              field.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)
                  + field.substring(Math.max(0, colon)));
        }
        Request head = new Request(line, fields, "");
        // A request whose body breaks off is none.
        requests.add(new Request(line, fields, body(in, head)));
        socket.getOutputStream().write(OK);
      }
    } catch (IOException gone) {
      // The proxy has ended the connection; what came is kept.
      open.remove(socket);
    }
  }

  private static String body(InputStream in, Request head) throws IOException {
    if (!head.all("transfer-encoding").isEmpty()) {
      StringBuilder body = new StringBuilder();
      while (true) {
        String size = line(in);
        int length = size == null ? 0 : Integer.parseInt(size, 16);
        body.append(text(in, length));
        if (line(in) == null) {
          throw new EOFException();
        }
        if (length == 0) {
          return body.toString();
        }
      }
    }
    List<String> lengths = head.all("content-length");
    return text(in, lengths.isEmpty() ? 0 : Integer.parseInt(lengths.get(0)));
  }

  private static String text(InputStream in, int length) throws IOException {
    byte[] octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException();
    }
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /** Up to CRLF, which is not kept; null at the end. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int before = -1;
    int next;
    while ((next = in.read()) >= 0) {
      if (before == '\r' && next == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - 1);
      }
      line.write(next);
      before = next;
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
