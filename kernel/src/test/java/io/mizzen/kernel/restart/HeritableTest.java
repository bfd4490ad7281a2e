package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeQuota.Trouble;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Frame;
import io.mizzen.kernel.fake.Mesh;
import io.mizzen.kernel.network.Bytes;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin's instance has learned goes on in the next process, or begins anew there. */
class HeritableTest {
  private static final String DROPPED =
      "mizzen_restart_state_dropped_total{component=\"instances\"}";
  private static final String PLACE = "filter named guard quota";

  @TempDir Path folder;
  private final FakeUpstream upstream = new FakeUpstream();
  private final List<Mesh> meshes = new ArrayList<>();

  @AfterEach
  void end() {
    upstream.close();
    meshes.forEach(Mesh::close);
  }

  /** One listener whose first filter lets so many streams pass. */
  private Mesh running(String transport, String name, int streams) {
    assumeTrue(!transport.equals("epoll") || Epoll.isAvailable(), "no epoll on this machine");
    Mesh.Sketch sketch = new Mesh.Sketch(upstream);
    sketch.transport = transport;
    String quota = name + "type: quota, config: {streams: " + streams + "}}, ";
    // What stays must not be cut while a test still asks it.
    String yaml = sketch.yaml().replace("max: 5s", "max: 60s");
    Mesh mesh = new Mesh(folder).start(yaml.replace("filters: [", "filters: [{" + quota));
    meshes.add(mesh);
    return mesh;
  }

  private Mesh running() {
    return running("epoll", "name: guard, ", 5);
  }

  private Mesh successor() throws Refusal {
    Mesh mesh = new Mesh(folder).takeOver();
    meshes.add(mesh);
    return mesh;
  }

  /** How many of so many streams pass, each on a connection of its own. */
  private static int passing(Mesh mesh, int streams) {
    int passed = 0;
    for (int i = 0; i < streams; i++) {
      try (FakeClient client = mesh.client(FakeProtocol.MANY)) {
        passed += passing(mesh, client, 1);
      }
    }
    return passed;
  }

  /** The same, all on one connection. */
  private static int passing(Mesh mesh, FakeClient client, int streams) {
    int passed = 0;
    for (int i = 0; i < streams; i++) {
      client.body(client.request(0, "a", "echo"), "x", true);
      String why = mesh.end().why();
      assertEquals(true, why.equals("ok") || why.equals("limited"), why);
      passed += why.equals("ok") ? 1 : 0;
    }
    return passed;
  }

  private void edit(String from, String to) throws IOException {
    Path file = folder.resolve("mizzen.yaml");
    String text = Files.readString(file);
    assertEquals(true, text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoll", "nio"})
  void whatALimiterHasGivenOutIsNotGivenOutAgain(String transport) throws Exception {
    Mesh old = running(transport, "name: guard, ", 5);
    assertEquals(2, passing(old, 2));
    Mesh next = successor();
    assertEquals(2, passing(next, 2));
    Mesh last = successor();
    assertEquals(1, passing(last, 4), "the fifth of all three processes is the last");
    assertEquals(0, last.metric(DROPPED));
  }

  /**
   * Two processes decide while connections move. Refusing in one of them would refuse streams that
   * the limit allows, so each goes on with what was left, and that is the bound.
   */
  @Test
  void whileAConnectionStaysEachProcessGivesOutWhatWasLeftAndNoMore() throws Exception {
    upstream.on("late", (frame, call) -> assertEquals(Frame.HEAD, frame.kind()));
    Mesh old = running();
    try (FakeClient staying = old.client(FakeProtocol.MANY)) {
      // It cannot move: the successor speaks something else on its chain.
      staying.request(Frame.LAST, "a", "late");
      assertEquals(1, passing(old, staying, 1));
      edit("type: fake,", "type: turns,");
      Mesh next = successor();
      try (FakeClient client = next.client(FakeProtocol.TURNS)) {
        assertEquals(3, passing(next, client, 4));
      }
      assertEquals(3, passing(old, staying, 4));
    }
  }

  @Test
  void anInstanceWithoutANameIsKnownByItsPlaceInTheChain() throws Exception {
    assertEquals(2, passing(running("epoll", "", 3), 2));
    assertEquals(1, passing(successor(), 4));
  }

  @Test
  void aConfigurationThatDiffersIsTheInstancesAffair() throws Exception {
    assertEquals(2, passing(running(), 2));
    edit("streams: 5", "streams: 3");
    assertEquals(1, passing(successor(), 4));
  }

  @Test
  void aSuccessorWithoutTheInstanceDropsItsStateAndServes() throws Exception {
    assertEquals(5, passing(running(), 6));
    edit("{name: guard, type: quota, config: {streams: 5}}, ", "");
    Mesh next = successor();
    assertEquals(6, passing(next, 6));
    assertEquals(1, next.metric(DROPPED));
  }

  @Test
  void anInstanceThatMovedInItsChainBeginsAnew() throws Exception {
    assertEquals(5, passing(running(), 6));
    edit("name: guard", "name: door");
    assertEquals(5, passing(successor(), 6));
  }

  @ParameterizedTest
  @EnumSource(value = Trouble.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void troubleWithAStateEndsThatStateAndNotTheUpgrade(Trouble trouble) throws Exception {
    Mesh old = running();
    assertEquals(5, passing(old, 6));
    old.plugin.quota.trouble = trouble;
    Mesh next = successor();
    assertEquals(5, passing(next, 6), "a fresh quota");
    assertEquals(0, old.kernel().await());
    boolean told = trouble == Trouble.OTHER_VERSION;
    assertEquals(told ? 1 : 0, next.metric(DROPPED), "only what came can be dropped here");
  }

  /** Streams that come while the processes change find the state there. */
  @Test
  void noStreamIsDecidedBeforeTheStateIsThere() throws Exception {
    Mesh mesh = running("epoll", "name: guard, ", 1_000_000);
    int port = mesh.port("in");
    AtomicBoolean calling = new AtomicBoolean(true);
    List<Throwable> failures = new ArrayList<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                while (calling.get()) {
                  try (FakeClient client = new FakeClient(port, FakeProtocol.MANY)) {
                    client.ask("a", "echo");
                  }
                }
              } catch (RuntimeException | AssertionError e) {
                failures.add(e);
              }
            });
    caller.start();
    for (int round = 0; round < 3; round++) {
      mesh = successor();
      assertEquals(true, mesh.plugin.quota.read.get() > 0);
      assertEquals(0, mesh.plugin.quota.tooLate.get());
    }
    calling.set(false);
    caller.join();
    assertEquals(List.of(), failures);
  }

  @Test
  void anyBytesAreTakenOrDroppedAndNeverThrown() throws Exception {
    Mesh mesh = running();
    byte[] state = {0, 0, 0, 5};
    for (int length = 0; length < state.length; length++) {
      take(mesh, PLACE + "\t1", Bytes.copyOf(state, 0, length));
    }
    assertEquals(4, mesh.metric(DROPPED));
    for (String line :
        List.of("", "\t", PLACE, PLACE + "\tx", PLACE + "\t99999999999", "a\tb\tc")) {
      take(mesh, line, Bytes.copyOf(state, 0, state.length));
    }
    assertEquals(10, mesh.metric(DROPPED));
    assertEquals(5, passing(mesh, 6), "it is as it was");
  }

  private static void take(Mesh mesh, String line, Bytes bytes) {
    var estate = mesh.kernel().control().estate();
    estate.heirs(mesh.kernel().control().runtime().blueprint());
    estate.take(new StatePart("instances", 1, List.of(line), bytes));
  }

  @Test
  void bytesPassInAMessage() throws IOException {
    byte[] bytes = new byte[1 << 20];
    bytes[7] = 7;
    StatePart sent =
        new StatePart("instances", 1, List.of("x\t3"), Bytes.copyOf(bytes, 0, bytes.length));
    List<Message> messages = sent.messages();
    assertEquals(1, messages.size());
    byte[] frame = messages.get(0).encode().array();
    assertEquals(
        sent, StatePart.of(Message.decode(java.util.Arrays.copyOfRange(frame, 4, frame.length))));
  }
}
