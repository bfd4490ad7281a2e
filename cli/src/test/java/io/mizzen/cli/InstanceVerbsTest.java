package io.mizzen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class InstanceVerbsTest {
  @TempDir Path folder;
  private FakeInstance instance;

  @BeforeEach
  void start() throws IOException {
    instance = new FakeInstance(folder);
  }

  @AfterEach
  void stop() throws IOException {
    instance.close();
  }

  private Command run(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--instance";
    all[words.length + 1] = folder.toString();
    return Command.run(all);
  }

  @Test
  void withoutAnInstanceTheCodeIsFive() throws IOException {
    Command none = Command.run("status", "--instance", folder.resolve("nowhere").toString());
    assertEquals(Exit.UNREACHABLE, none.code());
    assertTrue(none.err().startsWith("mizzen: no running instance: "), none.err());
    Path stale = Files.createDirectory(folder.resolve("stale"));
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(stale.resolve("admin.sock")))
        .close();
    Command dead = Command.run("status", "--instance", stale.toString());
    assertEquals(Exit.UNREACHABLE, dead.code());
    assertTrue(dead.err().contains("no instance answers"), dead.err());
  }

  @Test
  void anInstanceThatHangsIsGivenUp() {
    // Nobody accepts: the system takes the connection, and no answer comes.
    AdminClient client = new AdminClient(folder.resolve("admin.sock"), Duration.ofMillis(100));
    Failure failure = assertThrows(Failure.class, () -> client.get("/live"));
    assertEquals(Exit.UNREACHABLE, failure.exitCode());
    assertTrue(String.valueOf(failure.getMessage()).contains("no answer within 100 ms"));
  }

  @Test
  void statusIsForPeopleAndForPrograms() {
    instance
        .answering(
            "GET /v1/status",
            200,
            "{\"node\":\"dev-1\",\"pid\":4711,\"upSeconds\":125,\"phase\":\"READY\","
                + "\"config\":\"91c04d22\",\"configSince\":\"10:14\",\"connectionsDown\":3,"
                + "\"lastReload\":{\"result\":\"refused\",\"at\":\"10:21\",\"errors\":\"a:1: x\"}}")
        .start();
    Command people = run("status");
    assertEquals(Exit.FINE, people.code(), people.err());
    assertTrue(people.out().startsWith("instance  dev-1   pid 4711   up 2m 5s   READY"));
    assertTrue(people.out().contains("last reload REFUSED at 10:21"), people.out());
    assertTrue(people.out().contains("          a:1: x"), people.out());
    assertTrue(run("status", "-o", "json").out().contains("\"pid\": 4711"));
    assertTrue(run("status", "-o", "yaml").out().contains("pid: 4711\n"));
  }

  @Test
  void reloadTellsWhatChanged() {
    instance
        .answering(
            "POST /v1/reload",
            200,
            "{\"result\":\"applied\",\"from\":\"a\",\"to\":\"b\",\"tookMs\":38,"
                + "\"listeners\":{\"added\":0,\"changed\":0,\"removed\":0},"
                + "\"routes\":{\"added\":2,\"changed\":0,\"removed\":0},"
                + "\"clusters\":{\"added\":0,\"changed\":1,\"removed\":0},\"connectionsKept\":412}")
        .answering("GET /ready", 200, "ready\n")
        .start();
    Command run = run("reload", "--wait", "5s");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertEquals(
        "reloaded a -> b in 38 ms: +2 routes, ~1 cluster; 412 connections kept\n", run.out());
    assertEquals(List.of("POST /v1/reload", "GET /ready"), instance.asked);
  }

  private static String applied(int oldStreams) {
    return "{\"result\":\"applied\",\"from\":\"a\",\"to\":\"b\",\"tookMs\":1,\"connectionsKept\":1,"
        + "\"at\":\"2999-01-01T00:00:00Z\",\"oldStreams\":"
        + oldStreams
        + "}";
  }

  @Test
  void reloadWaitsForTheStreamsOfTheOldSnapshot() {
    instance
        .answering("POST /v1/reload", 200, applied(2))
        .answering("GET /v1/streams?slow=0ms", 200, "[]")
        .answering("GET /ready", 200, "ready\n")
        .start();
    Command run = run("reload", "--wait", "5s");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertTrue(run.out().endsWith("old snapshot drains: 2 streams left\n"), run.out());
    assertEquals(
        List.of("POST /v1/reload", "GET /v1/streams?slow=0ms", "GET /ready"), instance.asked);
  }

  @Test
  void reloadWaitsNoLongerThanItMay() {
    instance
        .answering("POST /v1/reload", 200, applied(2))
        .answering("GET /v1/streams?slow=0ms", 200, "[{}, {}]")
        .start();
    Command run = run("reload", "--wait", "1ms");
    assertEquals(Exit.WRONG, run.code());
    assertEquals("old snapshot drains: 2 streams left\n", run.err());
  }

  @Test
  void statusTellsThatTheFileIsAnother() {
    instance.answering("GET /v1/status", 200, "{\"onDisk\":\"differs\"}").start();
    assertTrue(
        run("status").out().contains("on disk   differs from running (mizzen config diff)\n"));
  }

  @Test
  void aWrongThingToGetIsToldWithTheRightOnes() {
    Command run = run("get", "cluster");
    assertEquals(Exit.USAGE, run.code());
    assertTrue(
        run.err().startsWith("mizzen get: there is no 'cluster' to get (did you mean 'clusters'?)"),
        run.err());
  }

  @Test
  void aRefusedReloadIsCodeOneWithItsReport() {
    instance
        .answering(
            "POST /v1/reload",
            422,
            "{\"result\":\"refused\",\"running\":\"a\",\"report\":\"m:1:2: error[MZ1301]: x\\n\"}")
        .start();
    Command run = run("reload");
    assertEquals(Exit.WRONG, run.code());
    assertEquals("not reloaded, still running a\nm:1:2: error[MZ1301]: x\n", run.err());
  }

  @Test
  void getShowsTables() {
    instance
        .answering(
            "GET /v1/endpoints?cluster=a%20b",
            200,
            "[{\"cluster\":\"a b\",\"endpoint\":\"10.0.0.1:80\",\"state\":\"ready\",\"weight\":1}]")
        .answering("GET /v1/listeners?name=wep", 404, "{\"error\":\"there is no listener 'wep'\"}")
        .start();
    Command run = run("get", "endpoints", "a b");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertTrue(run.out().startsWith("CLUSTER  ENDPOINT     STATE  HEALTHY  WEIGHT"), run.out());
    assertTrue(run.out().contains("\na b      10.0.0.1:80  ready  -        1"), run.out());
    Command missing = run("get", "listeners", "wep");
    assertEquals(Exit.WRONG, missing.code());
    assertEquals("mizzen: there is no listener 'wep'\n", missing.err());
  }

  @Test
  void routeExplainSendsWhatWasDescribed() {
    instance
        .answering("POST /v1/routes/explain", 200, "{\"listener\":\"web\",\"route\":\"api\"}")
        .start();
    Command run = run("route", "explain", "--path", "/a b", "-H", "x-key: k=1");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertEquals(
        List.of("POST /v1/routes/explain operation=%2Fa%20b&header.x-key=k%3D1"), instance.asked);
    assertTrue(run.out().contains("route    api\n"), run.out());
  }

  @Test
  void drainWaitsUntilNothingIsLeft() {
    instance
        .answering("POST /v1/drain", 200, "{\"connections\":0}")
        .answering("GET /v1/status", 200, "{\"connectionsDown\":0}")
        .start();
    for (String wait : List.of("--wait", "--wait=5s")) {
      Command run = run("drain", wait);
      assertEquals(Exit.FINE, run.code(), run.err());
      assertEquals("drained\n", run.out());
    }
  }

  private void answersAsSuccessor(String takeOver, String incumbent) {
    long pid = ProcessHandle.current().pid();
    instance
        .answering("POST /v1/upgrade", 200, "{\"result\":\"started\",\"pid\":" + pid + "}")
        .answering(
            "GET /v1/status",
            200,
            "{\"pid\":"
                + pid
                + ",\"phase\":\"READY\","
                + incumbent
                + "\"takeOver\":"
                + takeOver
                + "}")
        .start();
  }

  private static String begun(String lines) {
    long pid = ProcessHandle.current().pid();
    return "process " + pid + " starts\nprocess " + pid + " serves; " + lines;
  }

  @Test
  void upgradeTellsWhatHasMoved() {
    answersAsSuccessor("{\"listeners\":2,\"moved\":1000,\"total\":1000,\"cut\":0}", "");
    Command run = run("upgrade", "--drained");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertEquals(
        begun("2 listeners passed\n1000 of 1000 connections moved; the old process is gone\n"),
        run.out());
  }

  @Test
  void upgradeTellsWhatStaysAndWhy() {
    answersAsSuccessor(
        "{\"listeners\":1,\"moved\":8,\"total\":10,\"cut\":0}",
        "\"incumbent\":{\"pid\":7,\"connections\":2,\"requests\":3,"
            + "\"reasons\":{\"in a tunnel\":2}},");
    Command run = run("upgrade");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertEquals(
        begun(
            "1 listener passed\n8 of 10 connections moved; 2 are left (2 in a tunnel), 3 requests\n"),
        run.out());
  }

  @Test
  void connectionsThatWereCutMakeAnUpgradeWrong() {
    answersAsSuccessor("{\"listeners\":1,\"moved\":8,\"total\":10,\"cut\":2}", "");
    Command run = run("upgrade", "--drained");
    assertEquals(Exit.WRONG, run.code(), run.err());
    assertTrue(run.out().contains("2 connections were cut"), run.out());
  }

  @Test
  void aRefusedUpgradeSaysWhy() {
    instance
        .answering("POST /v1/upgrade", 409, "{\"report\":\"its transport, nio, cannot\"}")
        .start();
    Command run = run("upgrade");
    assertEquals(Exit.WRONG, run.code());
    assertTrue(run.err().contains("its transport, nio, cannot"), run.err());
  }

  @Test
  void readySaysWhatItWaitsFor() {
    instance.answering("GET /ready", 503, "cluster a has no endpoints\n").start();
    Command run = run("ready");
    assertEquals(Exit.WRONG, run.code());
    assertEquals("cluster a has no endpoints\n", run.err());
  }

  @Test
  void anEndpointIsTakenOutOfService() {
    instance.answering("PATCH /v1/clusters/a/endpoints/127.0.0.1%3A9", 200, "{}").start();
    Command run = run("endpoint", "a", "127.0.0.1:9", "drain");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertEquals("a 127.0.0.1:9 drain\n", run.out());
    assertEquals(
        List.of("PATCH /v1/clusters/a/endpoints/127.0.0.1%3A9 state=drain"), instance.asked);
  }

  @Test
  void logSetsALevelForAWhile() {
    instance.answering("PUT /v1/loggers/a.b", 200, "{}").start();
    Command run = run("log", "a.b", "debug", "--for", "10m");
    assertEquals(Exit.FINE, run.code(), run.err());
    assertEquals(List.of("PUT /v1/loggers/a.b level=debug&for=10m"), instance.asked);
  }
}
