package io.mizzen.kernel.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.stream.StreamFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running process tells and does, as whoever asks it sees that. */
class OperationsTest {
  private static final char MANY = FakeProtocol.MANY;

  private final FakeUpstream upstream = new FakeUpstream();
  private final Mesh.Sketch sketch = new Mesh.Sketch(upstream);
  private @TempDir Path folder;
  private Mesh mesh;

  @BeforeEach
  void mesh() {
    mesh = new Mesh(folder);
  }

  @AfterEach
  void close() {
    mesh.close();
    upstream.close();
  }

  private Operations operations() {
    return mesh.kernel().operations();
  }

  private Operations.Result act(String action, String... arguments) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      all.put(arguments[i], arguments[i + 1]);
    }
    return operations().act(action, all).join();
  }

  @SuppressWarnings("unchecked") // views are trees of maps and lists
  private Map<String, Object> status() {
    return (Map<String, Object>) operations().view("status", Map.of());
  }

  @SuppressWarnings("unchecked") // views are trees of maps and lists
  private List<Map<String, Object>> list(String view) {
    return (List<Map<String, Object>>) operations().view(view, Map.of());
  }

  @Test
  void aStrangersTextLearnsNothingOfFilesAndVariables() throws IOException {
    mesh.start(sketch);
    Files.writeString(folder.resolve("secret"), "t0p-s3cret");
    String home = System.getenv("PATH");
    String text =
        "version: 1\nclusters:\n  - {name: '${file:secret}', endpoints: ['${env:PATH}:x']}\n";
    String told = act("check", "body", text).body().toString();
    assertTrue(told.contains("MZ1501") && told.contains("is not allowed here"), told);
    assertFalse(told.contains("t0p-s3cret") || told.contains(home), told);
    told = act("check", "body", text, "substitutions", "refused").body().toString();
    assertFalse(told.contains("t0p-s3cret") || told.contains(home), told);
    told = act("check", "body", text, "substitutions", "allowed").body().toString();
    assertTrue(told.contains(home), told);
  }

  @Test
  void statusTellsWhatAReloadWouldMeet() throws IOException {
    mesh.start(sketch);
    assertEquals("same", status().get("onDisk"));
    Path file = folder.resolve("mizzen.yaml");
    String text = Files.readString(file);
    Files.writeString(file, text + "# a remark\n");
    assertEquals("same", status().get("onDisk"), "it means the same");
    Files.writeString(file, text.replace("max: 5s", "max: 17s"));
    assertEquals("differs", status().get("onDisk"));
    Files.writeString(file, text + "liseners: []\n");
    assertEquals("broken", status().get("onDisk"));
    mesh.reload(text.replace("max: 5s", "max: 17s"));
    assertEquals("same", status().get("onDisk"));
  }

  @Test
  void aReloadCountsTheStreamsThatGoOnWithTheOldSnapshot() {
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      int id = client.request(0, "a", "echo");
      assertEquals("echo", client.receive().line(1));
      assertEquals(1, tree(mesh.reload(sketch)).get("oldStreams"));
      client.body(id, "done", true);
      assertEquals("done", client.bodyText());
      assertEquals("ok", mesh.end().why());
      assertEquals(0, tree(mesh.reload(sketch)).get("oldStreams"));
    }
  }

  private static Map<?, ?> tree(Operations.Result result) {
    return (Map<?, ?>) result.body();
  }

  @Test
  void aListenerThatDrainsIsStillCounted() {
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      int id = client.request(0, "a", "echo");
      assertEquals("echo", client.receive().line(1));
      Mesh.Sketch moved = new Mesh.Sketch(upstream);
      moved.bind = "127.0.0.2:0";
      assertTrue(mesh.reload(moved).done());
      assertEquals(
          List.of("listening", "draining"),
          list("listeners").stream().map(one -> one.get("state")).toList());
      assertEquals(1, status().get("connectionsDown"));
      assertEquals(1, list("connections").size());
      assertTrue(metrics().contains("mizzen_listener_connections{listener=\"in\"} 1\n"));
      assertEquals(Frame.DRAIN, client.receive().kind());
      client.body(id, "done", true);
      assertEquals("done", client.bodyText());
    }
    Mesh.await("the old one is gone", () -> list("listeners").size() == 1);
  }

  private String metrics() {
    StringBuilder text = new StringBuilder();
    try {
      operations().writeMetrics(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  @Test
  void aRouteThatIsTheSameKeepsItsHitsWhenItsTableChanges() {
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("denied", client.ask("nobody", "echo"));
      assertEquals("echo", client.ask("a", "echo"));
      sketch.route = "timeout: 3s";
      assertTrue(mesh.reload(sketch).done());
      assertEquals(List.of(1L, 0L), list("routes").stream().map(one -> one.get("hits")).toList());
      assertEquals("denied", client.ask("nobody", "echo"));
      assertEquals(2L, list("routes").get(0).get("hits"));
    }
  }

  @Test
  void peersAreShownAsPeopleWriteThem() {
    mesh.start(sketch);
    try (FakeClient client = mesh.client(MANY)) {
      assertEquals("echo", client.ask("a", "echo"));
      assertTrue(
          list("connections").get(0).get("remote").toString().matches("127\\.0\\.0\\.1:[0-9]+"));
    }
  }

  @Test
  void aDescribedRequestIsExplainedInAChainWithRoutes() {
    String yaml =
        sketch
            .yaml()
            .replace(
                "filterChains:\n",
                "filterChains:\n      - {name: raw, match: {destinationPort: 1}, tcpProxy: {cluster: up}}\n");
    mesh.start(yaml);
    Map<?, ?> told = tree(act("explain", "service", "a"));
    assertEquals("up", told.get("cluster"));
    assertEquals("1", told.get("chain"));
    assertEquals("raw", tree(act("explain", "chain", "raw")).get("chain"));
  }

  @Test
  void aUnixSocketAtWhichSomebodyAnswersIsNotTaken(@TempDir Path other) throws IOException {
    Path socket = other.resolve("in.sock");
    sketch.bind = "unix:" + socket;
    sketch.transport = "auto";
    mesh.start(sketch);
    Object owner = Files.getAttribute(socket, "unix:ino");
    try (Mesh second = new Mesh(other)) {
      AssertionError refusal = assertThrows(AssertionError.class, () -> second.start(sketch));
      assertTrue(
          String.valueOf(refusal.getMessage()).contains("in.sock: address already in use"),
          refusal.getMessage());
    }
    assertEquals(owner, Files.getAttribute(socket, "unix:ino"));
  }

  private String refused(String yaml) {
    Operations.Result result = mesh.reload(yaml);
    assertFalse(result.done());
    return String.valueOf(tree(result).get("report"));
  }

  @Test
  void problemsPointAtTheWordTheyAreAbout() {
    mesh.start(sketch);
    String yaml = sketch.yaml();
    String words =
        refused(yaml.replace("{cluster: up", "{cluster: up, retry: {conditions: [ok, noRoute]}"));
    assertTrue(words.contains("routes[1].retry.conditions[1]"), words);
    assertTrue(
        words.contains("= expected: one of ") && words.contains("did you mean 'no_route'?"), words);
    String reply = refused(yaml.replace("status: denied", "status: Denied"));
    assertTrue(reply.contains("reply.status") && reply.contains("did you mean 'denied'?"), reply);
    String rest = refused(yaml.replace("service: nobody", "service: refused"));
    assertTrue(rest.contains("routes[0].service"), rest);
    assertTrue(rest.contains("^^^^^^^"), rest);
  }

  @Test
  void aFixedEndpointIsAnAddress() {
    mesh.start(sketch);
    String report =
        refused(sketch.yaml().replace("endpoints: [", "endpoints: ['[::1]:1', 'db.acme:5432', "));
    assertTrue(report.contains("error[MZ1608]: 'db.acme' is a name"), report);
    assertTrue(report.contains("endpoints[1]"), report);
    assertTrue(report.contains("{type: strictDns, config: {host: db.acme, port: 5432}}"), report);
    assertTrue(report.contains("1 error,"), report);
  }

  @Test
  void whatLooksFurtherThanItsProtocolIsRefusedWhereItStands() {
    mesh.plugin.filter(
        "whole",
        new StreamFilter() {
          @Override
          public BodyMode requestBody() {
            return BodyMode.WHOLE;
          }
        });
    mesh.plugin.filter(
        "looks",
        new StreamFilter() {
          @Override
          public Level needs() {
            return Level.MEDIUM;
          }
        });
    mesh.start(sketch);
    sketch.serving = "{level: medium}";
    sketch.filters = "[looks]";
    assertTrue(mesh.reload(sketch.yaml()).done(), "what is needed is there");
    sketch.filters = "[looks, whole]";
    String body = refused(sketch.yaml());
    assertTrue(
        body.contains("error[MZ1610]: filter 'whole' needs a protocol of level heavy"), body);
    assertTrue(body.contains("filterChains[0].filters[1]"), body);
    assertTrue(body.contains("1 error,"), body);
    sketch.serving = "{level: light}";
    sketch.filters = "[looks]";
    sketch.route = "headers: {request: {set: {a: b}}}";
    String light = refused(sketch.yaml());
    assertTrue(
        light.contains("filter 'looks' needs a protocol of level medium, but 'fake'"), light);
    assertTrue(light.contains("route '0' of 'table' needs"), light);
    assertTrue(light.contains("route '1' of 'table' changes fields and needs"), light);
    assertTrue(light.contains("'fake' is spoken here"), light);
    assertTrue(light.contains("3 errors,"), light);
  }
}
