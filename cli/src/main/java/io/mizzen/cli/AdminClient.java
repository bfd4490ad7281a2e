package io.mizzen.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Asks a running instance over its unix socket: one request, one connection, HTTP/1.1. Blocking,
 * but with a limit of time.
 */
final class AdminClient {
  /** The largest answer: metrics or configurations of tens of thousands of clusters. */
  private static final int MOST_BYTES = 256 * 1024 * 1024;

  private final Path socket;
  private final Duration limit;

  /**
   * @param socket the file
   * @param limit how long one request may take
   */
  AdminClient(Path socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  Path socket() {
    return socket;
  }

  /** What came back. */
  record Reply(int status, String body) {
    boolean isFine() {
      return status >= 200 && status < 300;
    }

    /** The body as a tree; an answer that is no JSON is a tree of its text. */
    Json.Tree tree() {
      try {
        return Json.Tree.of(Json.parse(body));
      } catch (IllegalArgumentException notJson) {
        return Json.Tree.of(body);
      }
    }

    /** The sentence of an error, or the body. */
    String error() {
      String error = tree().text("error");
      return error.isEmpty() ? body.strip() : error;
    }
  }

  /** Encodes arguments as a query or a form. */
  static String form(Map<String, String> arguments) {
    List<String> pairs = new ArrayList<>();
    arguments.forEach((key, value) -> pairs.add(encode(key) + "=" + encode(value)));
    return String.join("&", pairs);
  }

  /** Encodes a name so that it can stand in a path. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Reply get(String path) throws Failure {
    return ask("GET", path, "");
  }

  /**
   * Asks.
   *
   * @param body a form; empty for none
   * @throws Failure if no instance answers
   */
  Reply ask(String method, String path, String body) throws Failure {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        String.format(
            Locale.ROOT,
            "%s %s HTTP/1.1\r\nHost: mizzen\r\nConnection: close\r\nContent-Length: %d\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n\r\n",
            method,
            path,
            content.length);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
      long until = System.nanoTime() + limit.toNanos();
      ByteBuffer request =
          ByteBuffer.allocate(head.length() + content.length)
              .put(head.getBytes(StandardCharsets.US_ASCII))
              .put(content)
              .flip();
      while (request.hasRemaining()) {
        await(selector, until);
        channel.write(request);
      }
      key.interestOps(SelectionKey.OP_READ);
      return parse(readAll(channel, selector, until));
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()));
    }
  }

  private Failure unreachable(String why) {
    return new Failure(
        Exit.UNREACHABLE,
        "mizzen: no instance answers at "
            + socket
            + ": "
            + why
            + "\n  help: is it running? 'mizzen run' starts one; --instance DIR names another");
  }

  private void await(Selector selector, long until) throws IOException {
    long left = (until - System.nanoTime()) / 1_000_000;
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException("no answer within " + limit.toMillis() + " ms");
    }
    selector.selectedKeys().clear();
  }

  private byte[] readAll(SocketChannel channel, Selector selector, long until) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(64 * 1024);
    while (true) {
      int read = channel.read(part);
      if (read < 0) {
        return all.toByteArray();
      }
      if (read == 0) {
        await(selector, until);
      }
      all.write(part.array(), 0, part.position());
      part.clear();
      if (all.size() > MOST_BYTES) {
        throw new IOException("the answer is too long");
      }
    }
  }

  /** Answers are never chunked: they are made before they are sent. */
  private static Reply parse(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.1 ") || text.length() < 12) {
      throw new IOException(text.isEmpty() ? "it closed the connection" : "it speaks no HTTP");
    }
    try {
      return new Reply(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4));
    } catch (NumberFormatException e) {
      throw new IOException("it speaks no HTTP", e);
    }
  }
}
