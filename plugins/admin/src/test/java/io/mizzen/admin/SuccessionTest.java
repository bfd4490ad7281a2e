package io.mizzen.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.operate.Service;
import io.netty.channel.epoll.Epoll;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process's API takes the place of the other's, and every question has its answer. */
@Timeout(60)
class SuccessionTest {
  private static final int UPGRADES = 5;

  @TempDir Path folder;
  private final List<OperatedHost> hosts = new ArrayList<>();
  private final List<AdminServer> servers = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  @BeforeEach
  void epoll() {
    assumeTrue(Epoll.isAvailable(), "sockets pass through epoll only");
  }

  @AfterEach
  void end() {
    servers.forEach(AdminServer::stop);
    hosts.forEach(OperatedHost::close);
  }

  private AdminServer server(@Nullable String http, @Nullable String probes) {
    OperatedHost host = new OperatedHost(folder, new RecordedOperations());
    hosts.add(host);
    return new AdminServer(
        new AdminConfig(
            "admin.sock",
            http == null
                ? null
                : new AdminConfig.HttpConfig(
                    HostPort.parse(http), AdminConfig.Access.READ_ONLY, null),
            probes == null ? null : HostPort.parse(probes)),
        host);
  }

  private AdminServer first(@Nullable String http, @Nullable String probes) throws IOException {
    AdminServer server = server(http, probes);
    server.start();
    servers.add(server);
    return server;
  }

  private AdminServer succeed(AdminServer old, @Nullable String http, @Nullable String probes)
      throws IOException {
    assertEquals(Service.Presence.ANSWERING, old.giveWay());
    AdminServer next = server(http, probes);
    next.startAsSuccessor();
    servers.add(next);
    return next;
  }

  private static InetSocketAddress port(AdminServer server, Door door) {
    String address = server.addresses().get(door.ordinal());
    return new InetSocketAddress(
        "127.0.0.1", HostPort.parse(address.substring(0, address.indexOf(' '))).port());
  }

  /** Asks over one connection until it is told that it ends, then over the next. */
  private final class Caller extends Thread {
    private final SocketAddress door;
    private final boolean keepAlive;
    private final AtomicInteger answers = new AtomicInteger();

    Caller(SocketAddress door, boolean keepAlive) {
      super("caller of " + door + (keepAlive ? ", kept alive" : ""));
      this.door = door;
      this.keepAlive = keepAlive;
    }

    @Override
    public void run() {
      while (!over && failures.isEmpty()) {
        try (SocketChannel channel = SocketChannel.open(door)) {
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(
                      Channels.newInputStream(channel), StandardCharsets.US_ASCII));
          while (!over && asks(channel, in)) {
            answers.incrementAndGet();
          }
        } catch (IOException | RuntimeException e) {
          failures.add(getName() + ": " + e);
        }
      }
    }

    /** Whether another one may be asked over this connection. */
    private boolean asks(SocketChannel channel, BufferedReader in) throws IOException {
      String close = keepAlive ? "" : "Connection: close\r\n";
      String question = "GET /live HTTP/1.1\r\nHost: localhost\r\n" + close + "\r\n";
      channel.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII)));
      String line = in.readLine();
      if (line == null || !line.equals("HTTP/1.1 200 OK")) {
        throw new IOException("answered " + line);
      }
      Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
      }
      int length = Integer.parseInt(fields.get("content-length"));
      for (int i = 0; i < length; i++) {
        if (in.read() < 0) {
          throw new IOException("an answer broke off");
        }
      }
      if ("close".equals(fields.get("connection"))) {
        answers.incrementAndGet();
        return false;
      }
      return true;
    }
  }

  private void await(List<Caller> callers, int more) {
    for (Caller caller : callers) {
      int wanted = caller.answers.get() + more;
      while (caller.answers.get() < wanted && failures.isEmpty()) {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  @Test
  void everyQuestionAtEveryDoorIsAnsweredThroughFiveUpgrades() throws Exception {
    AdminServer now = first("127.0.0.1:0", "127.0.0.1:0");
    List<Caller> callers = new ArrayList<>();
    SocketAddress file = UnixDomainSocketAddress.of(folder.resolve("admin.sock"));
    for (SocketAddress door : List.of(file, port(now, Door.HTTP), port(now, Door.PROBES))) {
      callers.add(new Caller(door, false));
      callers.add(new Caller(door, true));
    }
    callers.forEach(Thread::start);
    try {
      for (int i = 0; i < UPGRADES; i++) {
        await(callers, 20);
        AdminServer old = now;
        now = succeed(old, "127.0.0.1:0", "127.0.0.1:0");
        assertEquals(port(old, Door.HTTP), port(now, Door.HTTP));
        assertEquals(port(old, Door.PROBES), port(now, Door.PROBES));
        await(callers, 20);
        old.stop();
      }
      await(callers, 20);
    } finally {
      over = true;
      for (Caller caller : callers) {
        caller.join();
      }
    }
    assertEquals(List.of(), List.copyOf(failures));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("admin.sock")), files.toList(), "nothing else is left");
    }
  }

  @Test
  void fixedPortsPassToo() throws IOException {
    AdminServer old = first("127.0.0.1:0", null);
    String address = "127.0.0.1:" + port(old, Door.HTTP).getPort();
    AdminServer next = succeed(old, address, null);
    old.stop();
    over = true;
    Caller caller = new Caller(port(next, Door.HTTP), false);
    try (SocketChannel channel = SocketChannel.open(port(next, Door.HTTP))) {
      caller.asks(
          channel,
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.US_ASCII)));
    }
    assertEquals(1, caller.answers.get());
  }

  @Test
  void aDoorOfAnotherAddressIsOpenedAnewAndTheOldOneShut() throws IOException {
    AdminServer old = first("127.0.0.1:0", "127.0.0.1:0");
    InetSocketAddress oldPort = port(old, Door.HTTP);
    AdminServer next = succeed(old, "127.0.0.2:0", null);
    assertTrue(next.addresses().get(1).startsWith("127.0.0.2:"), next.banner());
    assertEquals(2, next.addresses().size());
    for (InetSocketAddress gone : List.of(oldPort, port(old, Door.PROBES))) {
      awaitRefused(gone);
    }
  }

  private static void awaitRefused(InetSocketAddress address) throws IOException {
    while (true) {
      try (SocketChannel channel = SocketChannel.open(address)) {
        assertTrue(channel.isConnected());
      } catch (java.net.ConnectException refused) {
        return;
      }
    }
  }

  /** Such as one of an earlier version: it has given its ports up, or is about to. */
  @Test
  void portsThatNobodyOffersAreBound() throws IOException {
    AdminServer old = first("127.0.0.1:0", null);
    String address = "127.0.0.1:" + port(old, Door.HTTP).getPort();
    old.stop();
    Files.createFile(PortOffer.place(folder, Door.HTTP)); // what a dead process has left
    AdminServer next = server(address, null);
    next.startAsSuccessor();
    servers.add(next);
    assertEquals(address, next.addresses().get(1).substring(0, address.length()));
  }

  @Test
  void aPortOfAThirdPartyIsToldAsEver() throws IOException {
    AdminServer old = first("127.0.0.1:0", null);
    AdminServer next = server("127.0.0.1:" + port(old, Door.HTTP).getPort(), null);
    assertTrue(
        String.valueOf(assertThrows(IOException.class, next::startAsSuccessor).getMessage())
            .startsWith("cannot bind admin.http.bind"));
  }
}
