package io.mizzen.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.operate.Operations.Phase;
import io.mizzen.spi.operate.Service;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AdminServerTest {
  @TempDir Path folder;
  private final RecordedOperations operations = new RecordedOperations();
  private OperatedHost host;
  private AdminServer server;

  @BeforeEach
  void start() throws IOException {
    host = new OperatedHost(folder, operations);
    server = new AdminServer(config("admin.sock"), host);
    server.start();
  }

  private static AdminConfig config(String socket) {
    HostPort any = HostPort.parse("127.0.0.1:0");
    return new AdminConfig(
        socket, new AdminConfig.HttpConfig(any, AdminConfig.Access.READ_ONLY, null), any);
  }

  @AfterEach
  void stop() {
    server.stop();
    host.close();
  }

  private SocketAddress door(Door door) {
    if (door == Door.SOCKET) {
      return UnixDomainSocketAddress.of(folder.resolve("admin.sock"));
    }
    String address = server.addresses().get(door.ordinal());
    return new InetSocketAddress(
        "127.0.0.1", HostPort.parse(address.substring(0, address.indexOf(' '))).port());
  }

  private String ask(Door door, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(door(door))) {
      String bytes = request.replace("\n", "\r\n");
      channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String get(Door door, String path) throws IOException {
    return ask(door, "GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
  }

  private String send(Door door, String method, String path, String body) throws IOException {
    return ask(
        door,
        method
            + " "
            + path
            + " HTTP/1.1\nHost: localhost\nConnection: close\n"
            + "Content-Type: application/x-www-form-urlencoded\nContent-Length: "
            + body.replace("\n", "\r\n").length()
            + "\n\n"
            + body);
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }

  @Test
  void theSocketIsForItsOwnerOnly() throws IOException {
    Path socket = folder.resolve("admin.sock");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(socket), files.toList(), "the private folder is gone");
    }
  }

  @Test
  void theSocketAnswersWhileASuccessorTakesItsPlace() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answers = new AtomicInteger();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    Thread asking =
        new Thread(
            () -> {
              while (!over.get()) {
                try {
                  assertStatus(200, get(Door.SOCKET, "/live"));
                  answers.incrementAndGet();
                } catch (IOException | AssertionError e) {
                  failures.add(String.valueOf(e));
                }
              }
            });
    asking.start();
    for (int i = 0; i < 10; i++) {
      AdminServer before = server;
      assertEquals(Service.Presence.ANSWERING, before.giveWay());
      await(answers, 5);
      server = new AdminServer(config("admin.sock"), host);
      server.startAsSuccessor();
      await(answers, 5);
      before.stop();
      await(answers, 5);
    }
    over.set(true);
    asking.join();
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void aRehearsalAnswersItselfAndLeavesNothing() throws IOException {
    List<Path> before = files();
    new AdminServer(config("admin.sock"), host).rehearse();
    assertEquals(before, files());
    assertTrue(operations.scrapes.get() > 0, "nobody was asked for metrics");
    assertTrue(get(Door.SOCKET, "/ready").startsWith("HTTP/1.1 "), "the one in service is gone");
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static void await(AtomicInteger answers, int more) {
    int until = answers.get() + more;
    while (answers.get() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void onlyASuccessorReplacesASocketThatAnswers() {
    AdminServer second = new AdminServer(config("admin.sock"), host);
    assertThrows(IOException.class, second::start);
  }

  @Test
  void answersViewsAsJsonAndAsText() throws IOException {
    String json = get(Door.SOCKET, "/v1/status?a=b%20c");
    assertStatus(200, json);
    assertTrue(json.contains("content-type: application/json\r\n"), json);
    assertTrue(json.endsWith("\"query\":{\"a\":\"b c\"},\"text\":\"a \\\"b\\\"\\u000a\"}\n"), json);
    String text = get(Door.SOCKET, "/v1/status?o=text");
    assertTrue(text.contains("view   status\n"), text);
  }

  @Test
  void answersSeveralRequestsOfOneConnectionInOrder() throws IOException {
    String answers =
        ask(
            Door.SOCKET,
            "GET /live HTTP/1.1\nHost: a\n\nGET /v1/info HTTP/1.1\nHost: a\n\n"
                + "GET /ready HTTP/1.1\nHost: a\nConnection: close\n\n");
    int live = answers.indexOf("live\n");
    int info = answers.indexOf("\"view\":\"info\"");
    int ready = answers.indexOf("ready\n");
    assertTrue(live > 0 && info > live && ready > info, answers);
  }

  @Test
  void readinessSaysWhatItWaitsFor() throws IOException {
    assertStatus(200, get(Door.PROBES, "/ready"));
    operations.phase = Phase.DRAINING;
    String answer = get(Door.PROBES, "/ready");
    assertStatus(503, answer);
    assertTrue(answer.endsWith("the process is draining\n"), answer);
    assertStatus(200, get(Door.PROBES, "/live"));
  }

  @Test
  void metricsHaveTheTypeScrapersExpect() throws IOException {
    String answer = get(Door.PROBES, "/metrics");
    assertTrue(answer.contains("content-type: " + Endpoints.METRICS_TYPE + "\r\n"), answer);
    assertTrue(answer.endsWith("mizzen_up 1\n"), answer);
  }

  @Test
  void probesSeeNothingElse() throws IOException {
    assertStatus(404, get(Door.PROBES, "/v1/config"));
    assertStatus(404, send(Door.PROBES, "POST", "/v1/stop", ""));
    assertEquals(List.of(), operations.acted);
  }

  @Test
  void changesGoThroughTheSocketOnly() throws IOException {
    assertStatus(403, send(Door.HTTP, "POST", "/v1/stop", ""));
    assertStatus(403, send(Door.HTTP, "POST", "/v1/reload", ""));
    assertStatus(403, send(Door.HTTP, "PATCH", "/v1/clusters/a/endpoints/b:1", "state=drain"));
    assertEquals(List.of(), operations.acted);
    assertStatus(200, send(Door.HTTP, "POST", "/v1/routes/explain", "path=%2Fapi"));
    assertStatus(202, send(Door.SOCKET, "POST", "/v1/stop?max=3s", ""));
    assertEquals(List.of("explain {path=/api}", "stop {max=3s}"), operations.acted);
  }

  @Test
  void namesInPathsAreDecodedOneByOne() throws IOException {
    assertStatus(
        200,
        send(
            Door.SOCKET,
            "PATCH",
            "/v1/clusters/a%2Bb/endpoints/unix:%2Frun%2Fx",
            "state=drain&cluster=other"));
    assertEquals(
        List.of("endpoint {state=drain, cluster=a+b, endpoint=unix:/run/x}"), operations.acted);
  }

  @Test
  void aPostedConfigurationIsNoForm() throws IOException {
    assertStatus(200, send(Door.SOCKET, "POST", "/v1/config/check", "version: 1\na: 100%"));
    assertEquals(
        List.of("check {substitutions=allowed, body=version: 1\r\na: 100%}"), operations.acted);
  }

  @Test
  void whatAStrangerPostsToBeCheckedMayNotAskForFilesAndVariables() throws IOException {
    assertStatus(
        200, send(Door.HTTP, "POST", "/v1/config/check?substitutions=allowed", "version: 1"));
    assertEquals(List.of("check {substitutions=refused, body=version: 1}"), operations.acted);
  }

  @Test
  void argumentsMayBeAJsonObject() throws IOException {
    assertStatus(
        200, json(Door.SOCKET, "PATCH", "/v1/clusters/a/endpoints/b:1", "{\"state\": \"drain\"}"));
    assertStatus(
        200, json(Door.HTTP, "POST", "/v1/routes/explain", "{\"headers\":{\"x-key\":\"k1\"}}"));
    assertEquals(
        List.of("endpoint {state=drain, cluster=a, endpoint=b:1}", "explain {headers.x-key=k1}"),
        operations.acted);
    String answer = json(Door.SOCKET, "PUT", "/v1/loggers/root", "{\"level\": }");
    assertStatus(400, answer);
    assertTrue(answer.contains("wrong at character 11"), answer);
  }

  private String json(Door door, String method, String path, String body) throws IOException {
    return ask(
        door,
        method
            + " "
            + path
            + " HTTP/1.1\nHost: localhost\nConnection: close\n"
            + "Content-Type: application/json\nContent-Length: "
            + body.length()
            + "\n\n"
            + body);
  }

  @Test
  void aTokenOpensTheTcpDoorForChanges() throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "sixteen-or-more-characters\n");
    HostPort any = HostPort.parse("127.0.0.1:0");
    AdminConfig.HttpConfig http =
        new AdminConfig.HttpConfig(any, AdminConfig.Access.READ_ONLY, "token");
    stop();
    host = new OperatedHost(folder, operations);
    server = new AdminServer(new AdminConfig("admin.sock", http, null), host);
    server.start();
    assertTrue(server.banner().endsWith("(read-only, full with the token)"), server.banner());
    assertStatus(403, post("/v1/reload", ""));
    String wrong = post("/v1/reload", "Authorization: Bearer sixteen-or-more-character\n");
    assertStatus(401, wrong);
    assertTrue(wrong.contains("www-authenticate: Bearer\r\n"), wrong);
    assertEquals(List.of(), operations.acted);
    assertStatus(200, post("/v1/reload", "Authorization: bearer sixteen-or-more-characters\n"));
    assertEquals(List.of("reload {}"), operations.acted);
    Files.writeString(file, "another-one-of-sixteen-or-more");
    assertStatus(401, post("/v1/reload", "Authorization: Bearer sixteen-or-more-characters\n"));
    assertStatus(200, post("/v1/reload", "Authorization: Bearer another-one-of-sixteen-or-more\n"));
    Files.delete(file);
    assertStatus(401, post("/v1/reload", "Authorization: Bearer \n"));
  }

  private String post(String path, String header) throws IOException {
    return ask(
        Door.HTTP,
        "POST "
            + path
            + " HTTP/1.1\nHost: localhost\nConnection: close\nContent-Length: 0\n"
            + header
            + "\n");
  }

  @Test
  void aTokenFileThatCannotBeUsedIsToldAtTheStart() throws IOException {
    HostPort any = HostPort.parse("127.0.0.1:0");
    AdminConfig.HttpConfig http =
        new AdminConfig.HttpConfig(any, AdminConfig.Access.READ_ONLY, "no-token");
    AdminServer second = new AdminServer(new AdminConfig("b.sock", http, null), host);
    IOException missing = assertThrows(IOException.class, second::start);
    assertTrue(missing.getMessage().contains("cannot read admin.http.tokenFile"));
    Files.writeString(folder.resolve("no-token"), "short");
    IOException tooShort = assertThrows(IOException.class, second::start);
    assertTrue(tooShort.getMessage().contains("at least 16 characters"));
  }

  @Test
  void aRefusedActionIs422() throws IOException {
    operations.refuses = true;
    assertStatus(422, send(Door.SOCKET, "POST", "/v1/reload", ""));
  }

  @Test
  void errorsAreOneSentenceInJson() throws IOException {
    String answer = get(Door.SOCKET, "/v1/listeners/wep");
    assertStatus(404, answer);
    assertTrue(answer.endsWith("{\"error\":\"there is no listener 'wep'\"}\n"), answer);
    assertStatus(400, get(Door.SOCKET, "/v1/streams?slow=x"));
    assertStatus(404, get(Door.SOCKET, "/nothing"));
    assertStatus(400, ask(Door.SOCKET, "what is this\n\n"));
    String defect = get(Door.SOCKET, "/v1/errors");
    assertStatus(500, defect);
    assertFalse(defect.contains("IllegalState"), defect);
  }

  @Test
  void aWrongMethodSaysWhichThereAre() throws IOException {
    String answer = send(Door.SOCKET, "POST", "/v1/status", "");
    assertStatus(405, answer);
    assertTrue(answer.contains("allow: GET\r\n"), answer);
    assertStatus(405, get(Door.SOCKET, "/v1/reload"));
    assertEquals(List.of(), operations.acted, "GET changes nothing");
  }

  @Test
  void headHasTheHeadersOfGetAndNoContent() throws IOException {
    String answer = ask(Door.SOCKET, "HEAD /live HTTP/1.1\nHost: a\nConnection: close\n\n");
    assertStatus(200, answer);
    assertTrue(answer.contains("content-length: 5\r\n") && answer.endsWith("\r\n\r\n"), answer);
  }

  @Test
  void whoHasTheConfigurationIsNotSentItAgain() throws IOException {
    assertTrue(get(Door.SOCKET, "/v1/config").contains("etag: \"7f3a9c1e\"\r\n"));
    String answer =
        ask(
            Door.SOCKET,
            "GET /v1/config HTTP/1.1\nHost: a\nIf-None-Match: \"7f3a9c1e\"\nConnection: close\n\n");
    assertStatus(304, answer);
    assertTrue(get(Door.SOCKET, "/v1/config?o=text").endsWith("\r\n\r\nversion: 1\n"));
  }

  @Test
  void browsersThatWereTrickedAreRefused() throws IOException {
    String rest = " HTTP/1.1\nConnection: close\n";
    assertStatus(403, ask(Door.HTTP, "GET /v1/info" + rest + "Host: evil.example\n\n"));
    assertStatus(403, ask(Door.HTTP, "GET /v1/info" + rest + "Host: 127.0.0.1.evil.example\n\n"));
    assertStatus(403, ask(Door.HTTP, "GET /v1/info" + rest + "\n"));
    assertStatus(
        403,
        ask(Door.HTTP, "GET /v1/info" + rest + "Host: localhost\nOrigin: http://evil.example\n\n"));
    assertStatus(
        403, ask(Door.PROBES, "GET /metrics" + rest + "Host: a\nSec-Fetch-Site: cross-site\n\n"));
    assertStatus(
        200,
        ask(Door.HTTP, "GET /v1/info" + rest + "Host: [::1]:9901\nOrigin: http://[::1]:9901\n\n"));
    assertStatus(200, ask(Door.PROBES, "GET /metrics" + rest + "Host: pod-7\n\n"));
  }

  @Test
  void bodiesAreBounded() throws IOException {
    String answer =
        ask(
            Door.SOCKET,
            "POST /v1/config/check HTTP/1.1\nHost: a\nContent-Length: 99999999999\n"
                + "Expect: 100-continue\nConnection: close\n\n");
    assertTrue(answer.startsWith("HTTP/1.1 413 ") || answer.startsWith("HTTP/1.1 417 "), answer);
    assertEquals(List.of(), operations.acted);
  }

  @Test
  void aSecondProcessDoesNotTakeTheSocket() {
    AdminServer second = new AdminServer(config("admin.sock"), host);
    IOException refusal = assertThrows(IOException.class, second::start);
    assertTrue(refusal.getMessage().contains("is in use"), refusal.getMessage());
    assertEquals("", second.banner());
  }

  @Test
  void theFileOfADeadProcessIsReplaced() throws IOException {
    Path stale = folder.resolve("stale.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(stale))
        .close();
    assertTrue(Files.exists(stale));
    AdminServer second = new AdminServer(config("stale.sock"), host);
    second.start();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(stale))) {
      assertTrue(channel.isConnected());
    }
    second.stop();
    assertFalse(Files.exists(stale));
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("notes"), "mine");
    AdminServer second = new AdminServer(config("notes"), host);
    assertThrows(IOException.class, second::start);
    assertEquals("mine", Files.readString(folder.resolve("notes")));
  }

  @Test
  void aTakenPortIsToldWithItsKey() {
    HostPort taken = HostPort.parse("127.0.0.1:" + ((InetSocketAddress) door(Door.HTTP)).getPort());
    AdminServer second = new AdminServer(new AdminConfig("b.sock", null, taken), host);
    IOException refusal = assertThrows(IOException.class, second::start);
    assertTrue(
        refusal.getMessage().startsWith("cannot bind admin.probes 127.0.0.1:"),
        refusal.getMessage());
    assertFalse(Files.exists(folder.resolve("b.sock")), "nothing is left");
  }
}
