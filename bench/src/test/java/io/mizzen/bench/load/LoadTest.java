package io.mizzen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator against the upstreams of this module, and against servers that answer wrongly. */
@Timeout(30)
class LoadTest {
  private static final int ENOUGH = 300;

  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024, 65_536, 1_000_000})
  void everyGetIsAnsweredWithTheBytesAskedFor(int size) throws IOException {
    try (Upstream upstream = Upstream.http(loop)) {
      assertFlawless(
          Load.http(loop, upstream.address(), HttpExchange.get(size), 4, new Pace.Closed()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 10_240, 200_000})
  void everyPostComesBack(int size) throws IOException {
    try (Upstream upstream = Upstream.http(loop)) {
      assertFlawless(
          Load.http(loop, upstream.address(), HttpExchange.post(size), 4, new Pace.Closed()));
    }
  }

  @Test
  void everyCallOfADescribedShapeIsAnsweredUnderItsId() throws IOException {
    for (FrameShape shape : List.of(FrameShapes.DUBBO, FrameShapes.PLAIN)) {
      try (Upstream upstream = Upstream.frames(loop, shape, 1024)) {
        FrameExchange exchange = new FrameExchange(shape, 1024, 16);
        assertFlawless(Load.frames(loop, upstream.address(), exchange, 3, new Pace.Closed()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(BoltVersion.class)
  void everyBoltRequestIsAnsweredUnderItsId(BoltVersion version) throws IOException {
    try (Upstream upstream = Upstream.bolt(loop, 1024)) {
      FrameExchange exchange = new FrameExchange(version, 1024, 16);
      assertFlawless(Load.frames(loop, upstream.address(), exchange, 3, new Pace.Closed()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024, 16_384})
  void everyStreamIsAnsweredWithTheBytesAskedFor(int size) throws IOException {
    try (Upstream upstream = Upstream.http2(loop)) {
      Http2Exchange exchange = new Http2Exchange(size, 32);
      assertFlawless(Load.http2(loop, upstream.address(), exchange, 3, new Pace.Closed()));
    }
  }

  @Test
  void aFixedRateSendsNoMoreThanIsDue() throws IOException {
    try (Upstream upstream = Upstream.http(loop)) {
      Load load =
          Load.http(loop, upstream.address(), HttpExchange.get(16), 4, new Pace.Fixed(2000));
      Sample sample = measure(load);
      assertEquals(0, sample.errors(), sample::toString);
      // A window that ends in a moment of a busy machine may see a burst of late ones, hence the
      // half more.
      assertTrue(sample.perSecond() < 3000, sample::toString);
    }
  }

  @Test
  void aConnectionOfOneRequestStaysSilentAfterwards() throws IOException {
    try (Upstream upstream = Upstream.http(loop);
        Load load =
            Load.http(loop, upstream.address(), HttpExchange.get(16), 200, new Pace.Once())) {
      load.open();
      await(() -> load.settled() == 200);
      load.begin(() -> {});
      assertEquals(0, load.end(() -> {}).answers());
      assertEquals(0, load.closedIdle());
    }
  }

  @Test
  void aContentOfAnotherSizeIsALengthFault() throws IOException {
    try (Upstream upstream = Upstream.bolt(loop, 1000)) {
      FrameExchange exchange = new FrameExchange(BoltVersion.V1, 1024, 4);
      assertOnly(
          Fault.LENGTH, Load.frames(loop, upstream.address(), exchange, 1, new Pace.Closed()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STATUS HTTP/1.1 502 Bad Gateway|Content-Length: 4||!\"#$",
        "LENGTH HTTP/1.1 200 OK|Content-Length: 3||!\"#",
        "PROTOCOL HTTP/1.1 200 OK|Transfer-Encoding: chunked||0||",
        "PROTOCOL no head at all|not a header||",
        "CLOSED "
      })
  void aWrongAnswerIsCountedAsWhatItIs(String faultAndAnswer) throws IOException {
    int blank = faultAndAnswer.indexOf(' ');
    String answer = faultAndAnswer.substring(blank + 1).replace("|", "\r\n");
    try (Canned server = new Canned(answer)) {
      assertOnly(
          Fault.valueOf(faultAndAnswer.substring(0, blank)),
          Load.http(loop, server.address(), HttpExchange.get(4), 1, new Pace.Closed()));
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    try (Upstream upstream = Upstream.http(loop);
        Socket socket = new Socket()) {
      socket.connect(upstream.address());
      String get = "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n";
      String post = "POST /echo HTTP/1.1\r\nContent-Length: 2\r\n\r\nok";
      socket.getOutputStream().write((get + post + get).getBytes(StandardCharsets.US_ASCII));
      String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ";
      String expected = head + "3\r\n\r\n!\"#" + head + "2\r\n\r\nok" + head + "3\r\n\r\n!\"#";
      byte[] got = socket.getInputStream().readNBytes(expected.length());
      assertEquals(expected, new String(got, StandardCharsets.US_ASCII));
    }
  }

  @Test
  void heartbeatsAreAcknowledged() throws IOException {
    try (Upstream upstream = Upstream.bolt(loop, 16);
        Socket socket = new Socket()) {
      socket.connect(upstream.address());
      ByteBuffer heartbeat =
          ByteBuffer.allocate(22).put(new byte[] {1, 1, 0, 0, 1, 0, 0, 0, 7, 1, -1, -1, -1, -1});
      socket.getOutputStream().write(heartbeat.array());
      byte[] ack = socket.getInputStream().readNBytes(20);
      assertEquals(7, ByteBuffer.wrap(ack).getInt(5));
      assertEquals(BoltVersion.TYPE_RESPONSE, ack[1]);
      assertEquals(BoltVersion.COMMAND_HEARTBEAT, ack[3]);
    }
  }

  private void assertFlawless(Load load) throws IOException {
    Sample sample = measure(load);
    assertEquals(Map.of(), sample.faults(), sample::toString);
    assertTrue(sample.answers() >= ENOUGH, sample::toString);
    assertTrue(sample.p50Micros() <= sample.p99Micros(), sample::toString);
  }

  private static void assertOnly(Fault fault, Load load) throws IOException {
    try (load) {
      load.begin(() -> {});
      load.open();
      await(load::failed);
      Sample sample = load.end(() -> {});
      assertEquals(Set.of(fault), sample.faults().keySet(), sample::toString);
      assertEquals(0, sample.answers());
    }
  }

  /** Until {@link #ENOUGH} answers have come. */
  private static Sample measure(Load load) throws IOException {
    try (load) {
      load.open();
      load.begin(() -> {});
      await(() -> load.answers() >= ENOUGH || load.failed());
      return load.end(() -> {});
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /**
   * Every look is a round trip through the loop, so this neither spins wildly nor waits by the
   * clock.
   */
  private static void await(Condition condition) throws IOException {
    while (!condition.holds()) {
      Thread.onSpinWait();
    }
  }

  /** Gives every connection the same bytes when it has asked for something; none closes it. */
  private static final class Canned implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicReference<IOException> end = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    Canned(String answer) throws IOException {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = server.accept();
                    socket.getInputStream().read(new byte[1000]);
                    if (answer.isEmpty()) {
                      socket.close();
                    } else {
                      socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                  }
                } catch (IOException e) {
                  end.set(e);
                  ended.countDown();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    InetSocketAddress address() {
      return (InetSocketAddress) server.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
      server.close();
      try {
        assertTrue(ended.await(10, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
