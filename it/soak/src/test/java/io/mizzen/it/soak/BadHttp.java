package io.mizzen.it.soak;

import io.mizzen.testkit.HexFrames;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * HTTP/1 that breaks rules: what the codec's own tests feed it, here through the whole proxy, and
 * what only shows between two connections. Each frame's name ends with what has to become of it.
 */
final class BadHttp {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKS =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  /** The upstream ends after the bytes. */
  private static final String BROKEN_OFF = "broken off";

  private static final String FIRST_ONLY = "first only";

  /** Answers by number, as paths of the hostile upstream name them. */
  private final List<Map.Entry<String, byte[]>> answers;

  BadHttp() {
    Map<String, byte[]> all =
        new LinkedHashMap<>(HexFrames.load(BadHttp.class, "/corpus/responses.txt"));
    answer(all, "end within the head -> 502", OK + "Content-Le");
    answer(all, "end within a length -> broken off", OK + "Content-Length: 10\r\n\r\nabc");
    answer(
        all, "end within chunks -> broken off", OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nab");
    answer(
        all,
        "end before the last chunk -> broken off",
        OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    answer(all, "status line too long -> 502", "HTTP/1.1 200 " + "x".repeat(9000) + "\r\n\r\n");
    answer(all, "header line too long -> 502", OK + "X: " + "x".repeat(17_000) + "\r\n\r\n");
    answer(all, "too many headers -> 502", OK + "X: y\r\n".repeat(101) + "\r\n");
    answer(
        all,
        "headers too large -> 502",
        OK + ("X: " + "x".repeat(10_000) + "\r\n").repeat(7) + "\r\n");
    answer(
        all,
        "a second answer -> first only",
        OK + "Content-Length: 3\r\n\r\nabc" + OK + "Content-Length: 3\r\n\r\ndef");
    answer(all, "bytes behind the answer -> first only", OK + "Content-Length: 3\r\n\r\nabc\0\0\0");
    answers = List.copyOf(all.entrySet());
  }

  private static void answer(Map<String, byte[]> all, String name, String text) {
    all.put(name, Http.ascii(text));
  }

  // ---- requests -----------------------------------------------------------------------------

  /** What callers may get wrong, to be sent to {@code port}. */
  static List<BadCase> requests(int port) {
    Map<String, byte[]> all =
        new LinkedHashMap<>(HexFrames.load(BadHttp.class, "/corpus/requests.txt"));
    answer(
        all, "target too long -> 414", "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    answer(all, "header line too long -> 431", GET + "X: " + "x".repeat(17_000) + "\r\n\r\n");
    answer(all, "too many headers -> 431", GET + "X: y\r\n".repeat(101) + "\r\n");
    answer(
        all,
        "headers too large -> 431",
        GET + ("X: " + "x".repeat(10_000) + "\r\n").repeat(7) + "\r\n");
    answer(
        all,
        "chunk extensions too long -> 400",
        CHUNKS + ("1;" + "x".repeat(6000) + "\r\na\r\n").repeat(3));
    answer(
        all,
        "trailers too large -> 431",
        CHUNKS + "0\r\n" + ("X: " + "x".repeat(6000) + "\r\n").repeat(3));
    List<BadCase> cases = new ArrayList<>();
    all.forEach(
        (name, bytes) -> {
          String expected = name.substring(name.indexOf(" -> ") + 4);
          cases.add(new BadCase("http request: " + name, () -> refused(port, bytes, expected)));
        });
    for (String part : List.of("GE", GET, CHUNKS + "5\r\nab", CHUNKS + "0\r\nX: y")) {
      cases.add(
          new BadCase("http request that ends within '" + part + "'", () -> cutOff(port, part)));
    }
    return cases;
  }

  private static void refused(int port, byte[] request, String code) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.send(request);
      String answer = new String(wire.readToEnd(), java.nio.charset.StandardCharsets.ISO_8859_1);
      String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
      if (!head.startsWith("HTTP/1.1 " + code + " ")
          || !"close".equals(Http.value(head, "Connection"))
          || answer.length()
              != head.length()
                  + Integer.parseInt(String.valueOf(Http.value(head, "Content-Length")))) {
        throw new IOException("expected " + code + " and the end, got " + answer);
      }
    }
  }

  /** Nobody listens for an answer to half a request; the connection must end all the same. */
  private static void cutOff(int port, String part) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.send(Http.ascii(part));
      wire.socket().shutdownOutput();
      String answer = new String(wire.readToEnd(), java.nio.charset.StandardCharsets.ISO_8859_1);
      if (!answer.isEmpty() && !answer.startsWith("HTTP/1.1 400 ")) {
        throw new IOException("answered half a request with " + answer);
      }
    }
  }

  /** Where requests of {@link #requests} would arrive: heads may, whole messages must not. */
  static Upstream.Conversation sink(Consumer<String> faults) {
    return (wire, answered) -> {
      try {
        String head = wire.readUntil("\r\n\r\n");
        if (head == null) {
          return;
        }
        if (Http.value(head, "Transfer-Encoding") == null) {
          faults.accept("a broken request arrived whole: " + head);
        } else {
          byte[] body = wire.readChunks();
          faults.accept("a broken request arrived whole: " + head + body.length);
        }
      } catch (EOFException e) {
        // Broken off, as it should be.
        answered.get();
      }
    };
  }

  // ---- answers ------------------------------------------------------------------------------

  /** What upstreams may get wrong, asked for through {@code port}. */
  List<BadCase> answers(int port) {
    List<BadCase> cases = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      String name = answers.get(i).getKey();
      String expected = name.substring(name.indexOf(" -> ") + 4);
      String request = "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n";
      cases.add(new BadCase("http answer: " + name, () -> ask(port, request, expected)));
    }
    return cases;
  }

  private static void ask(int port, String request, String expected) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.send(Http.ascii(request));
      String head = wire.readUntil("\r\n\r\n");
      while (head != null && head.startsWith("HTTP/1.1 1")) {
        head = wire.readUntil("\r\n\r\n");
      }
      if (head == null) {
        throw new IOException("no answer");
      }
      boolean length = Http.value(head, "Content-Length") != null;
      if (head.startsWith("HTTP/1.1 502 ")) {
        wire.readFully(Integer.parseInt(String.valueOf(Http.value(head, "Content-Length"))));
        if (wire.buffered() > 0 || expected.equals(FIRST_ONLY)) {
          throw new IOException("expected " + expected + ", got " + head);
        }
        return;
      }
      byte[] body;
      try {
        body =
            length
                ? wire.readFully(
                    Integer.parseInt(String.valueOf(Http.value(head, "Content-Length"))))
                : wire.readChunks();
      } catch (EOFException | java.net.SocketException e) {
        if (!head.startsWith(OK) || expected.equals(FIRST_ONLY)) {
          throw new IOException("expected " + expected + ", got " + head, e);
        }
        return;
      }
      if (!expected.equals(FIRST_ONLY) || !Arrays.equals(body, Http.ascii("abc"))) {
        throw new IOException("a broken answer became whole: " + head);
      }
      // Whatever came behind is not the answer to the next request.
      wire.send(Http.ascii("GET /fine HTTP/1.1\r\nHost: a\r\n\r\n"));
      String next = wire.readUntil("\r\n\r\n");
      if (next == null
          || !next.startsWith(OK)
          || !Arrays.equals(wire.readFully(4), Http.ascii("fine"))) {
        throw new IOException("the next answer is " + next);
      }
    }
  }

  /** Says what its path asks for. */
  Upstream.Conversation hostile() {
    return (wire, answered) -> {
      while (true) {
        String head = wire.readUntil("\r\n\r\n");
        if (head == null) {
          return;
        }
        String path = head.substring(5, head.indexOf(' ', 5));
        answered.incrementAndGet();
        if (path.equals("fine")) {
          wire.send(Http.ascii(OK + "Content-Length: 4\r\n\r\nfine"));
          continue;
        }
        Map.Entry<String, byte[]> answer = answers.get(Integer.parseInt(path));
        wire.send(answer.getValue());
        if (answer.getKey().endsWith(BROKEN_OFF) || answer.getKey().startsWith("end ")) {
          return;
        }
      }
    };
  }
}
