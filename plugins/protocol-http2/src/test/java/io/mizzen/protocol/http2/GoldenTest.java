package io.mizzen.protocol.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What curl, nghttp and h2load really send, whole and cut at every byte. */
class GoldenTest {
  private static final Map<String, byte[]> FRAMES =
      HexFrames.load(GoldenTest.class, "/frames/http2.hex");

  private static String read(List<byte[]> pieces) {
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> wire =
            new Wire<>(new Http2Subject().server().newCodec(new FakeConnection()), guard)) {
      wire.feed(pieces);
      return wire.events().transcript();
    } catch (ProtocolException e) {
      throw new AssertionError("refused: " + e.getMessage(), e);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCutGivesTheSameEvents() {
    return FRAMES.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () -> {
                      String whole = read(List.of(entry.getValue()));
                      for (int cut = 1; cut < entry.getValue().length; cut++) {
                        assertEquals(
                            whole, read(Fragments.at(entry.getValue(), cut)), "cut at " + cut);
                      }
                      assertEquals(whole, read(Fragments.bytewise(entry.getValue())));
                    }));
  }

  private static List<String> paths(String name) throws ProtocolException {
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> wire =
            new Wire<>(new Http2Subject().server().newCodec(new FakeConnection()), guard)) {
      wire.feed(FRAMES.get(name));
      return wire.events().messages().stream()
          .map(Message::head)
          .map(head -> head.verb() + " " + head.service() + head.operation())
          .toList();
    }
  }

  @Test
  void realCallersAreUnderstood() throws ProtocolException {
    assertEquals(List.of("GET 127.0.0.1:28799/a/b?c=d"), paths("curl-get"));
    assertEquals(List.of("POST 127.0.0.1:28799/up"), paths("curl-post"));
    assertEquals(
        List.of("GET 127.0.0.1:28799/1", "GET 127.0.0.1:28799/2", "GET 127.0.0.1:28799/3"),
        paths("nghttp-three"));
    assertEquals(4, paths("h2load-four").size());
  }
}
