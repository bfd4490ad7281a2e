package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Successors that fail, are killed or come too late, as processes of the built distribution: one
 * serves all the time, and no caller notices. Calls go on through all of these tests; each leaves a
 * process that serves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradeTroubleTest {
  private static final String YAML =
      """
      version: 1
      warmUp: {requests: REQUESTS, max: 20s}
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
        - name: rpc
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: rpc}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes:
            - {name: late, match: {prefix: /late}, cluster: LATE}
            - {name: all, match: {prefix: /}, cluster: web}
        - name: rpc
          router: {type: serviceRouter}
          routes: [{match: {service: soak}, cluster: rpc}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
        - {name: rpc, protocol: {type: bolt}, endpoints: ['127.0.0.1:RPC']}
      """;

  /** A successor waits for its endpoints before it says that it can take over. */
  private static final String LATE =
      """
        - name: late
          protocol: {type: http1}
          discovery: {type: fileDiscovery, config: {path: late.yaml, poll: 50ms}}
      """;

  /** What it says then; it has asked and has the sockets. */
  private static final String WAITS = "late.yaml' does not exist";

  /** Enough that its way is gone; the figures are another test's. */
  private static final int FEW = 200;

  /** More than it can make in its time. */
  private static final int ENDLESS = 10_000_000;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private Upstream web;
  private Upstream rpc;
  private MizzenProcess mizzen;
  private OpenLoad load;

  @BeforeAll
  void start() throws Exception {
    web = new Upstream(0, Upstream.http("A"), e -> failures.add("upstream: " + e));
    rpc = new Upstream(0, Upstream.bolt("A"), e -> failures.add("upstream: " + e));
    mizzen = MizzenProcess.start(first(), "");
    load = new OpenLoad(100);
    load.connect(mizzen.port("web"), OpenLoad.Speech.HTTP, 10);
    load.connect(mizzen.port("rpc"), OpenLoad.Speech.BOLT_1, 10);
    load.start();
  }

  @AfterAll
  void nobodyHasNoticed() throws Exception {
    load.close();
    mizzen.close();
    web.close();
    rpc.close();
    assertEquals(List.of(), load.failures());
    assertEquals(List.of(), List.copyOf(failures));
    assertTrue(load.sent() > 0);
    assertEquals(load.sent(), load.answers().size(), "each request has its answer");
  }

  private String first() {
    return yaml(FEW).replace("LATE", "web");
  }

  private String yaml(int requests) {
    return YAML.replace("REQUESTS", String.valueOf(requests))
        .replace("WEB", String.valueOf(web.port()))
        .replace("RPC", String.valueOf(rpc.port()));
  }

  private void onDisk(MizzenProcess instance, Upstream http, int requests) throws IOException {
    Files.writeString(
        instance.folder().resolve("mizzen.yaml"),
        yaml(requests).replace(":" + web.port(), ":" + http.port()).replace("LATE", "late") + LATE);
  }

  /** Without it a successor waits for endpoints, five seconds, before it is ready to take over. */
  private static void tellEndpoints(MizzenProcess instance) throws IOException {
    Path made = Files.writeString(instance.folder().resolve("made"), "endpoints: []");
    Files.move(made, instance.folder().resolve("late.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void holdBackEndpoints(MizzenProcess instance) throws IOException {
    Files.deleteIfExists(instance.folder().resolve("late.yaml"));
  }

  private static void assertServes(MizzenProcess instance) throws IOException {
    assertTrue(instance.isAlive());
    String status = instance.admin("GET", "/v1/status");
    assertTrue(status.contains("\"READY\"") && status.contains("\"pid\":"), status);
    assertTrue(status.contains(String.valueOf(instance.pid())), status);
    try (Wire wire = Wire.connect(instance.port("web"))) {
      wire.send(Http.request(1));
      assertEquals(Http.answerHead("A", 1), wire.readUntil("\r\n\r\n"));
    }
  }

  /** The distribution with other plugins; everything else is the same by links. */
  private static Path homeWith(Path folder, String without, String broken) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.copy(MizzenProcess.HOME.resolve("bin/mizzen"), folder.resolve("bin/mizzen"));
    assertTrue(folder.resolve("bin/mizzen").toFile().setExecutable(true));
    for (String name : List.of("lib", "conf", "share", "schema")) {
      if (Files.exists(MizzenProcess.HOME.resolve(name))) {
        Files.createSymbolicLink(folder.resolve(name), MizzenProcess.HOME.resolve(name));
      }
    }
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (Stream<Path> jars = Files.list(MizzenProcess.HOME.resolve("plugins"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        if (without.isEmpty() || !jar.getFileName().toString().contains(without)) {
          Files.createSymbolicLink(plugins.resolve(jar.getFileName()), jar);
        }
      }
    }
    if (!broken.isEmpty()) {
      Files.write(plugins.resolve(broken), "no jar at all".getBytes(StandardCharsets.UTF_8));
    }
    return folder;
  }

  @Test
  void aBrokenPluginOrAMissingProtocolEndsTheSuccessorWithASentence() throws Exception {
    Path folder = mizzen.folder();
    final long failed = mizzen.sum("mizzen_restart_total", "result=\"failed\"");
    try (Beside broken =
            Beside.start(mizzen, homeWith(folder.resolve("broken"), "", "rotten.jar"));
        Beside poor = Beside.start(mizzen, homeWith(folder.resolve("poor"), "bolt", ""))) {
      assertEquals(3, broken.code());
      assertTrue(broken.log().contains("rotten.jar"), broken.log());
      assertEquals(1, poor.code());
      assertTrue(poor.log().contains("no installed plugin provides a protocol named 'bolt'"));
      assertTrue(!poor.log().contains("\tat "), poor.log());
    }
    assertServes(mizzen);
    assertEquals(
        failed, mizzen.sum("mizzen_restart_total", "result=\"failed\""), "nobody was asked");
  }

  @Test
  void aSuccessorThatIsKilledIsNotMissed() throws Exception {
    holdBackEndpoints(mizzen);
    onDisk(mizzen, web, ENDLESS);
    try (Beside warming = Beside.start(mizzen, MizzenProcess.HOME)) {
      warming.awaitWorkers();
      warming.kill();
    }
    assertServes(mizzen);
    onDisk(mizzen, web, FEW);
    long failed = mizzen.sum("mizzen_restart_total", "result=\"failed\"");
    try (Beside asking = Beside.start(mizzen, MizzenProcess.HOME)) {
      asking.awaitLog(WAITS);
      asking.kill();
    }
    assertServes(mizzen);
    await(() -> mizzen.sum("mizzen_restart_total", "result=\"failed\"") == failed + 1);
  }

  @Test
  void ofTwoSuccessorsAtOnceOneTakesOverAndTheOtherIsRefused() throws Exception {
    onDisk(mizzen, web, FEW);
    holdBackEndpoints(mizzen);
    ProcessHandle before = ProcessHandle.of(mizzen.pid()).orElseThrow();
    Beside one = Beside.start(mizzen, MizzenProcess.HOME);
    Beside other = Beside.start(mizzen, MizzenProcess.HOME);
    ProcessHandle first =
        (ProcessHandle)
            CompletableFuture.anyOf(one.handle().onExit(), other.handle().onExit())
                .get(60, TimeUnit.SECONDS);
    Beside loser = first.pid() == one.handle().pid() ? one : other;
    Beside winner = loser == one ? other : one;
    assertEquals(4, loser.code(), loser.log());
    assertTrue(loser.log().contains("another successor is on its way"), loser.log());
    tellEndpoints(mizzen);
    mizzen.awaitSuccessor(winner.handle());
    before.onExit().get(60, TimeUnit.SECONDS);
    assertServes(mizzen);
  }

  @Test
  void aSuccessorThatCanWriteNoFileTakesOverAll() throws Exception {
    onDisk(mizzen, web, FEW);
    tellEndpoints(mizzen);
    ProcessHandle before = ProcessHandle.of(mizzen.pid()).orElseThrow();
    // As on a full disk: no file may grow, and what is logged is lost.
    Beside full = Beside.start(mizzen, MizzenProcess.HOME, "exec > /dev/full 2>&1; ulimit -f 0");
    mizzen.awaitSuccessor(full.handle());
    before.onExit().get(60, TimeUnit.SECONDS);
    assertServes(mizzen);
  }

  @Test
  void aSuccessorThatCannotTakeSocketsIsNotOneThatCutsConnections() throws Exception {
    onDisk(mizzen, web, FEW);
    tellEndpoints(mizzen);
    // Without lib/native Netty's library has to be unpacked, which a full disk does not allow.
    String first =
        "exec > /dev/full; ulimit -f 0; export MIZZEN_JAVA_OPTS=-Djava.library.path=/nowhere";
    try (Beside full = Beside.start(mizzen, MizzenProcess.HOME, first)) {
      assertEquals(4, full.code());
    }
    assertServes(mizzen);
  }

  @Test
  void theSuccessorGoesOnAloneWhenTheIncumbentIsKilled() throws Exception {
    Semaphore halves = new Semaphore(0);
    try (Upstream patient =
            new Upstream(0, (wire, answered) -> answerWholeOnes(wire, halves), e -> {});
        MizzenProcess instance =
            MizzenProcess.start(first().replace(":" + web.port(), ":" + patient.port()), "")) {
      // While it warms up: nobody is there when it asks.
      onDisk(instance, patient, ENDLESS / 1000);
      Beside second = Beside.start(instance, MizzenProcess.HOME);
      second.awaitWorkers();
      instance.kill();
      instance.awaitSuccessor(second.handle());
      assertServes(instance);
      // When it has the sockets, and the incumbent has not let go of them.
      onDisk(instance, patient, FEW);
      int port = instance.port("web");
      Beside third = Beside.start(instance, MizzenProcess.HOME);
      third.awaitLog(WAITS);
      instance.kill();
      instance.awaitSuccessor(third.handle());
      assertServes(instance);
      assertEquals(port, instance.port("web"), "it has the sockets");
      // While it drains: what it still had is lost, everybody else is served.
      tellEndpoints(instance);
      try (Wire half = Wire.connect(port)) {
        half.send(Http.ascii("POST /p/2 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"));
        assertTrue(halves.tryAcquire(60, TimeUnit.SECONDS), "it is with the upstream");
        ProcessHandle draining = third.handle();
        Beside fourth = Beside.start(instance, MizzenProcess.HOME);
        instance.awaitSuccessor(fourth.handle());
        assertTrue(draining.isAlive(), "it has a request still");
        draining.destroyForcibly();
        assertEquals(null, half.readUntil("\r\n\r\n"));
        assertServes(instance);
        assertEquals(port, instance.port("web"));
      }
    }
  }

  /** Answers; or tells that it has half a request, and waits for its end. */
  private static void answerWholeOnes(Wire wire, Semaphore halves) throws IOException {
    String head = wire.readUntil("\r\n\r\n");
    while (head != null && !head.startsWith("POST")) {
      wire.send(Http.join(Http.ascii(Http.answerHead("A", 1)), Payloads.of(1)));
      head = wire.readUntil("\r\n\r\n");
    }
    if (head != null) {
      halves.release();
      wire.readFully(4);
      wire.isAtEnd();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException {
    long until = System.nanoTime() + 60_000_000_000L;
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        throw new IOException("it does not come about");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
