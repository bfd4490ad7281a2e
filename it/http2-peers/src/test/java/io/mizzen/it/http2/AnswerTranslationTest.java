package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers that two callers could understand differently, with one translation to HTTP/2 and one
 * back, and with none: what breaks the rules becomes a failure, what breaks off never looks whole.
 *
 * <pre>
 *   caller ◀─HTTP/1─ proxy ◀─HTTP/2─ proxy ◀─HTTP/1─ a socket that writes what it is told
 * </pre>
 */
@Timeout(120)
class AnswerTranslationTest {
  private static final String CUT = " CUT";

  private static ServerSocket server;
  private static Http2Proxy near;
  private static Http2Proxy far;
  private static volatile byte[] answer = {};

  @BeforeAll
  static void start() throws Exception {
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(AnswerTranslationTest::serve, "answers");
    thread.setDaemon(true);
    thread.start();
    near = Http2Proxy.before(server.getLocalPort(), "http1");
    far = Http2Proxy.before(near.port(), "http2");
  }

  @AfterAll
  static void stop() throws Exception {
    far.close();
    near.close();
    server.close();
  }

  @AfterEach
  void nothingIsLeft() {
    answer = new byte[0];
  }

  /** One request a connection; it ends behind the answer. */
  private static void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        int last = 0;
        while (last != 0x0d0a0d0a) {
          int next = in.read();
          if (next < 0) {
            break;
          }
          last = last << 8 | next;
        }
        socket.getOutputStream().write(answer);
      } catch (IOException gone) {
        // The proxy does not want the rest of it.
        continue;
      }
    }
  }

  /**
   * One answer.
   *
   * @param heard status, fields that are not about framing, body; CUT if it is not complete
   */
  private record Row(String name, String bytes, String heard) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, String bytes, String heard) {
    return new Row(name, bytes.replace("\n", "\r\n"), heard);
  }

  static Stream<Row> answers() {
    String ok = "HTTP/1.1 200 OK\n";
    String chunked = ok + "Transfer-Encoding: chunked\n";
    return Stream.of(
        row("a length", ok + "Content-Length: 2\n\nab", "200 ab"),
        row("chunks", chunked + "\n1\na\n1\nb\n0\n\n", "200 ab"),
        row("up to the end", "HTTP/1.0 200 OK\n\nab", "200 ab"),
        row("nothing", ok + "Content-Length: 0\n\n", "200"),
        row("names in upper case", ok + "X-UP: V\nContent-Length: 0\n\n", "200 x-up: V"),
        row(
            "fields for this connection",
            ok
                + "Connection: close, X-Hop\nX-Hop: 1\nKeep-Alive: 5\nProxy-Connection: close\n"
                + "X-End: 2\nContent-Length: 0\n\n",
            "200 x-end: 2"),
        row(
            "hints before it",
            "HTTP/1.1 103 H\nLink: </a>\n\n" + ok + "Content-Length: 1\n\na",
            "200 a"),
        row("no content, and content", "HTTP/1.1 204 N\nContent-Length: 2\n\nab", "204"),
        row("not modified, with a length", "HTTP/1.1 304 N\nContent-Length: 2\n\n", "304"),
        row(
            "a second answer",
            ok + "Content-Length: 1\n\na" + ok + "Content-Length: 1\n\nb",
            "200 a"),
        row("a length and a coding", chunked + "Content-Length: 2\n\n0\n\n", "502"),
        row("two lengths", ok + "Content-Length: 2\nContent-Length: 3\n\nabc", "502"),
        row("a list of lengths", ok + "Content-Length: 2, 3\n\nabc", "502"),
        row("a length with a sign", ok + "Content-Length: +2\n\nab", "502"),
        row("another coding", ok + "Transfer-Encoding: gzip\n\nab", "502"),
        row("chunked is not the last", ok + "Transfer-Encoding: chunked, gzip\n\n0\n\n", "502"),
        row("a coding in HTTP/1.0", "HTTP/1.0 200 OK\nTransfer-Encoding: chunked\n\n0\n\n", "502"),
        row("a line that is folded", ok + "X: a\n b\nContent-Length: 0\n\n", "502"),
        row("NUL in a value", ok + "X: a\0b\nContent-Length: 0\n\n", "502"),
        new Row("CR in a value", "HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n", "502"),
        // The one thing a proxy has to mend (RFC 9112 section 5.1).
        row("a name with a blank", ok + "X-Up : a\nContent-Length: 0\n\n", "200 x-up: a"),
        row("a pseudo-field", ok + ":status: 404\nContent-Length: 0\n\n", "502"),
        row(
            "a tunnel nobody asked for",
            "HTTP/1.1 101 S\nConnection: Upgrade\nUpgrade: x\n\nab",
            "502"),
        row("a status of four digits", "HTTP/1.1 2000 OK\nContent-Length: 0\n\n", "502"),
        row("a status of two digits", "HTTP/1.1 20 OK\nContent-Length: 0\n\n", "502"),
        row("another version", "HTTP/2.0 200 OK\nContent-Length: 0\n\n", "502"),
        row("a body that breaks off", ok + "Content-Length: 3\n\nab", "200 ab" + CUT),
        row("chunks that break off", chunked + "\n2\nab\n", "200 ab" + CUT),
        row("a chunk that breaks off", chunked + "\n3\nab", "200 ab" + CUT),
        row("a size that is none", chunked + "\n1\na\n0x1\nb\n0\n\n", "200 a" + CUT),
        row("chunks without their end of line", chunked + "\n1\nab\n0\n\n", "200 a" + CUT));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void translatedTwice(Row row) throws Exception {
    assertHeard(row, far);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void notTranslated(Row row) throws Exception {
    assertHeard(row, near);
  }

  private static void assertHeard(Row row, Http2Proxy proxy) throws IOException {
    answer = row.bytes.getBytes(StandardCharsets.ISO_8859_1);
    String heard = read(ask(proxy.port()));
    // What came before the break may or may not have gone down; that it broke off must show.
    if (row.heard.endsWith(CUT) && (heard.endsWith(CUT) || heard.equals("502"))) {
      return;
    }
    assertEquals(row.heard, heard);
  }

  private static byte[] ask(int port) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      caller.setSoTimeout(60_000);
      caller
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes("US-ASCII"));
      InputStream in = caller.getInputStream();
      try {
        for (int next = in.read(); next >= 0; next = in.read()) {
          all.write(next);
        }
      } catch (IOException reset) {
        // As good an end of what breaks off as any; the bytes before it are judged.
        return all.toByteArray();
      }
    }
    return all.toByteArray();
  }

  /** Reads an answer by its framing. */
  private static String read(byte[] bytes) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(bytes);
      String status;
      List<String> fields;
      do {
        status = line(in).split(" ", 3)[1];
        fields = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          fields.add(
              line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                  + line.substring(line.indexOf(':')));
        }
      } while (status.startsWith("1"));
      if (status.equals("502")) {
        return status;
      }
      StringBuilder text = new StringBuilder(status);
      for (String field : fields) {
        if (field.startsWith("x-")) {
          text.append(' ').append(field);
        }
      }
      boolean bodiless = status.equals("204") || status.equals("304");
      String body = bodiless ? rest(in) : body(in, fields);
      return text + (body.isEmpty() ? "" : " " + body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String body(ByteArrayInputStream in, List<String> fields) throws IOException {
    if (fields.contains("transfer-encoding: chunked")) {
      StringBuilder body = new StringBuilder();
      while (true) {
        String size = line(in);
        int length = size.isEmpty() ? -1 : Integer.parseInt(size, 16);
        if (length < 0 || in.available() < length + 2) {
          return body + rest(in).strip() + CUT;
        }
        body.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        in.skip(2);
        if (length == 0) {
          return body.toString();
        }
      }
    }
    for (String field : fields) {
      if (field.startsWith("content-length: ")) {
        int length = Integer.parseInt(field.substring("content-length: ".length()));
        String body = rest(in);
        return body.length() < length ? body + CUT : body;
      }
    }
    return rest(in);
  }

  private static String rest(ByteArrayInputStream in) {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Up to CRLF or the end. */
  private static String line(ByteArrayInputStream in) {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
