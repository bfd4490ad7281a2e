package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The protocol of docs/fixed-header.md, with the page's own YAML. */
class FixedHeaderThroughProxyTest {
  private static final Path PAGE = Path.of("../../docs/fixed-header.md");
  private static final int HEADER = 12;
  private static final int PATIENCE_MILLIS = 10_000;

  private ServerSocket upstream;
  private EmbeddedProxy proxy;

  @BeforeEach
  void start() throws Exception {
    upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy = EmbeddedProxy.packaged(pageFor(upstream.getLocalPort()));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    upstream.close();
  }

  private static String pageFor(int port) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("```yaml\n") + "```yaml\n".length();
    return page.substring(from, page.indexOf("```", from))
        .replace("127.0.0.1:7100", "127.0.0.1:0")
        .replace("127.0.0.1:7200", "127.0.0.1:" + port)
        .replace("version: 1\n", "version: 1\nruntime: {workers: 1}\n");
  }

  @Test
  void twoCallersWithEqualIdsShareOneConnectionAndGetTheirOwnAnswers() throws Exception {
    try (Socket one = connect();
        Socket two = connect()) {
      send(one, frame(1, 7, 1000));
      send(two, frame(1, 7, 0));
      try (Socket far = accept()) {
        byte[] first = receive(far);
        byte[] second = receive(far);
        assertTrue(id(first) != id(second), "ids are this proxy's own");
        send(far, frame(0x81, id(second), second.length - HEADER));
        send(far, frame(0x81, id(first), first.length - HEADER));
        assertArrayEquals(frame(0x81, 7, 1000), receive(one));
        assertArrayEquals(frame(0x81, 7, 0), receive(two));
      }
    }
    assertEquals(2, proxy.metric("mizzen_stream_total"));
  }

  @Test
  void thousandCallsInOneWriteAreAllAnswered() throws Exception {
    try (Socket caller = connect()) {
      ByteBuffer all = ByteBuffer.allocate(1000 * (HEADER + 20));
      for (int i = 0; i < 1000; i++) {
        all.put(frame(1, i, 20));
      }
      send(caller, all.array());
      try (Socket far = accept()) {
        List<byte[]> calls = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          calls.add(receive(far));
        }
        for (byte[] call : calls) {
          send(far, frame(0x81, id(call), 20));
        }
        Set<Integer> answered = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
          answered.add(id(receive(caller)));
        }
        assertEquals(1000, answered.size());
      }
    }
  }

  @Test
  void heartbeatsAreAnsweredHereAndOneWayCallsGoOn() throws Exception {
    try (Socket caller = connect()) {
      send(caller, frame(3, 5, 0));
      assertArrayEquals(frame(0x83, 5, 0), receive(caller));
      send(caller, frame(2, 6, 4));
      try (Socket far = accept()) {
        assertEquals(2, receive(far)[2]);
      }
    }
    assertEquals(1, proxy.metric("fixed_header_heartbeats_answered_total"));
  }

  @Test
  void aFailureIsSaidWithTheFrameOfTheLayout() throws Exception {
    upstream.close();
    try (Socket caller = connect()) {
      send(caller, frame(1, 9, 4));
      byte[] refusal = receive(caller);
      assertEquals(0x7f, refusal[3]);
      assertEquals(9, id(refusal));
    }
  }

  @Test
  void aWrongLayoutIsRefusedWithItsPlace() throws Exception {
    String yaml = pageFor(1).replaceFirst("id: \\{at: 4, bytes: 4\\}", "id: {at: 10, bytes: 4}");
    Refusal refusal = assertThrows(Refusal.class, () -> EmbeddedProxy.packaged(yaml));
    assertTrue(refusal.getMessage().contains("id ends at 14"), refusal.getMessage());
    assertTrue(refusal.getMessage().matches("(?s).*:\\d+:\\d+: error.*"), refusal.getMessage());
  }

  @Test
  void aBoundConnectionIsOneCallersAndEndsWithIt() throws Exception {
    proxy.close();
    String heartbeat = "heartbeat: \"ca fe 03 01";
    proxy =
        EmbeddedProxy.packaged(
            pageFor(upstream.getLocalPort())
                .replace(heartbeat, "connections: bound\n          " + heartbeat));
    try (Socket one = connect();
        Socket two = connect()) {
      send(one, frame(1, 7, 4));
      try (Socket farOne = accept()) {
        answer(farOne);
        assertArrayEquals(frame(0x81, 7, 4), receive(one));
        send(two, frame(1, 7, 4));
        try (Socket farTwo = accept()) {
          send(one, frame(1, 8, 4));
          answer(farOne);
          assertArrayEquals(frame(0x81, 8, 4), receive(one));
          answer(farTwo);
          assertArrayEquals(frame(0x81, 7, 4), receive(two));
        }
        assertEquals(-1, two.getInputStream().read(), "the end of one is the end of the other");
        one.close();
        assertEquals(-1, farOne.getInputStream().read());
      }
    }
  }

  private static void answer(Socket far) throws IOException {
    byte[] call = receive(far);
    send(far, frame(0x81, id(call), call.length - HEADER));
  }

  @Test
  void aRouteByServiceIsRefusedSinceNobodyLooksIntoFrames() throws Exception {
    String yaml = pageFor(1).replace("everything, cluster", "one, match: {service: x}, cluster");
    Refusal refusal = assertThrows(Refusal.class, () -> EmbeddedProxy.packaged(yaml));
    String report = refusal.getMessage();
    assertTrue(report.contains("error[MZ1610]: route 'one' of 'all' needs a protocol of"), report);
    assertTrue(report.contains("but 'fixedHeader' is of level light"), report);
    assertTrue(report.matches("(?s).*:\\d+:\\d+: error.*"), report);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port("rpc"));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private Socket accept() throws IOException {
    upstream.setSoTimeout(PATIENCE_MILLIS);
    Socket socket = upstream.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, byte[] frame) throws IOException {
    socket.getOutputStream().write(frame);
  }

  private static byte[] receive(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] header = new byte[HEADER];
    in.readFully(header);
    byte[] frame = java.util.Arrays.copyOf(header, HEADER + ByteBuffer.wrap(header).getInt(8));
    in.readFully(frame, HEADER, frame.length - HEADER);
    return frame;
  }

  private static int id(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(4);
  }

  private static byte[] frame(int kind, int id, int bodyLength) {
    return ByteBuffer.allocate(HEADER + bodyLength)
        .putShort((short) 0xcafe)
        .put((byte) kind)
        .put((byte) 1)
        .putInt(id)
        .putInt(bodyLength)
        .array();
  }
}
