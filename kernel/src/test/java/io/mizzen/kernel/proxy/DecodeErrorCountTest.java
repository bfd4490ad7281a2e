package io.mizzen.kernel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever breaks the rules, it is counted under that side. */
class DecodeErrorCountTest {
  private final FakeUpstream upstream = new FakeUpstream();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
    mesh.start(new Mesh.Sketch(upstream));
  }

  @AfterEach
  void end() {
    upstream.close();
    mesh.close();
  }

  @Test
  void anUpstreamThatTalksRubbish() {
    upstream.on("rubbish", (frame, call) -> call.send(new Frame('?', 'X', 0, 1, new byte[9])));
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      assertEquals("upstream_error", client.ask("a", "rubbish"));
    }
    assertEquals(1, counted("upstream"));
    assertEquals(0, counted("downstream"));
  }

  @Test
  void aCallerThatTalksRubbish() {
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      client.sendBytes("rubbish, and more of it".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertEquals("decode_error", client.receive().line(1));
    }
    assertEquals(1, counted("downstream"));
  }

  @Test
  void aCallerThatEndsWithinItsFirstMessage() {
    try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
      byte[] head = Frame.request(FakeProtocol.MANY, Frame.LAST, 1, "a", "echo").bytes();
      client.sendBytes(java.util.Arrays.copyOf(head, head.length - 1));
      client.shutdownOutput();
      Mesh.await("it is counted", () -> counted("downstream") == 1);
    }
    assertEquals(0, upstream.connections.get());
  }

  private long counted(String side) {
    StringBuilder text = new StringBuilder();
    try {
      mesh.kernel().operations().writeMetrics(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString()
        .lines()
        .filter(line -> line.startsWith("mizzen_decode_error_total{") && line.contains(side))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
