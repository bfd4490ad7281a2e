package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What goes in and what comes out, octet by octet, however it is cut. */
class GoldenTest {
  @TestFactory
  Stream<DynamicTest> requestsGoUpstreamAsTheFileSays() {
    Map<String, byte[]> frames = HexFrames.load(GoldenTest.class, "/frames/forward.hex");
    return frames.keySet().stream()
        .filter(name -> name.endsWith(" in"))
        .map(name -> name.substring(0, name.length() - 3))
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      byte[] in = frames.get(name + " in");
                      String out = text(frames.get(name + " out"));
                      assertEquals(out, forwarded(List.of(in)));
                      assertEquals(out, forwarded(Fragments.random(in, 40, 1)));
                      assertEquals(bodyless(out), bodyless(forwarded(Fragments.bytewise(in))));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> answersGoDownstreamAsTheFileSays() {
    Map<String, byte[]> frames = HexFrames.load(GoldenTest.class, "/frames/answers.hex");
    return frames.keySet().stream()
        .filter(name -> name.endsWith(" in"))
        .map(name -> name.substring(0, name.length() - 3))
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> {
                      byte[] request = frames.get(name + " request");
                      byte[] in = frames.get(name + " in");
                      String out = text(frames.get(name + " out"));
                      assertEquals(out, answered(request, List.of(in)));
                      assertEquals(
                          bodyless(out), bodyless(answered(request, Fragments.bytewise(in))));
                    }));
  }

  private static String forwarded(List<byte[]> pieces) throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      for (byte[] piece : pieces) {
        bridge.caller(piece);
      }
      return rechunked(bridge.sent());
    }
  }

  private static String answered(byte[] request, List<byte[]> pieces) throws ProtocolException {
    try (Bridge bridge = new Bridge()) {
      bridge.caller(request);
      for (byte[] piece : pieces) {
        bridge.upstream(piece);
      }
      bridge.upstreamCloses();
      return bridge.got();
    }
  }

  /** Pieces of a body may come in any number of chunks: only heads are compared then. */
  private static String bodyless(String message) {
    return message.substring(0, message.indexOf("\r\n\r\n"));
  }

  private static String rechunked(String message) {
    return message.replace("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n", "3\r\nabc\r\n");
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }
}
