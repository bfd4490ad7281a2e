package io.mizzen.kernel.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.kernel.fake.FakeClient;
import io.mizzen.kernel.fake.FakeProtocol;
import io.mizzen.kernel.fake.FakeUpstream;
import io.mizzen.kernel.fake.Mesh;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which chain a connection gets, how long that may take, and how its end is counted. */
class ChainChoiceTest {
  private final FakeUpstream first = new FakeUpstream();
  private final FakeUpstream second = new FakeUpstream();
  private Mesh mesh;

  @BeforeEach
  void mesh(@TempDir Path folder) {
    mesh = new Mesh(folder);
  }

  @AfterEach
  void end() {
    first.close();
    second.close();
    mesh.close();
  }

  /** Two chains of raw bytes, so that whoever is called tells which one it was. */
  private void start(String firstMatch, String secondMatch) {
    start(firstMatch, secondMatch, "5m");
  }

  private void start(String firstMatch, String secondMatch, String firstByteTimeout) {
    mesh.start(
        String.format(
            Locale.ROOT,
            """
            version: 1
            runtime: {workers: 1, transport: nio}
            listeners:
              - name: in
                bind: 127.0.0.1:0
                firstByteTimeout: %s
                filterChains:
                  - {match: %s, tcpProxy: {cluster: first}}
                  - {match: %s, tcpProxy: {cluster: second}}
            clusters:
              - {name: first, loadBalancer: inOrder, endpoints: ['%s']}
              - {name: second, loadBalancer: inOrder, endpoints: ['%s']}
            """,
            firstByteTimeout,
            firstMatch,
            secondMatch,
            first.address(),
            second.address()));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), mesh.port("in"));
    socket.setSoTimeout(15_000);
    return socket;
  }

  private void ask(char variant) {
    try (FakeClient client = mesh.client(variant)) {
      assertEquals("echo", client.ask("a", "echo"));
    }
  }

  @Test
  void theFirstThatFitsTakesItEvenIfAnotherFitsAsWell() throws IOException {
    start("{sourceRanges: [127.0.0.0/8]}", "{protocols: [fake]}");
    try (Socket silent = connect()) {
      // No byte is needed to know.
      Mesh.await("the first chain's upstream is called", () -> first.connections.get() == 1);
    }
    ask(FakeProtocol.MANY);
    assertEquals(0, second.connections.get());
  }

  @Test
  void oneThatNeedsBytesHoldsUpThoseAfterIt() {
    start("{protocols: [turns]}", "{sourceRanges: [127.0.0.0/8]}");
    ask(FakeProtocol.MANY);
    assertEquals(1, second.connections.get());
    assertEquals(0, first.connections.get());
    ask(FakeProtocol.TURNS);
    assertEquals(1, first.connections.get());
  }

  @Test
  void otherPortsNetworksAndTransportsArePassedOver() {
    for (String other :
        new String[] {"{destinationPort: 1}", "{sourceRanges: [10.0.0.0/8]}", "{transport: tls}"}) {
      start(other, "{transport: plaintext}");
      int before = second.connections.get();
      ask(FakeProtocol.MANY);
      assertEquals(before + 1, second.connections.get(), other);
      mesh.close();
    }
    assertEquals(0, first.connections.get());
  }

  @Test
  void aCallerWhoSaysNothingIsClosedInTime() throws IOException {
    start("{protocols: [turns]}", "{protocols: [fake]}", "40ms");
    try (Socket silent = connect()) {
      assertEquals(-1, silent.getInputStream().read());
    }
    Mesh.await("counted", () -> closed("timeout_idle") == 1);
  }

  @Test
  void theEndOfAConnectionIsCountedByItsReason() throws IOException {
    start("{protocols: [turns]}", "{protocols: [fake]}");
    try (Socket rubbish = connect()) {
      rubbish.getOutputStream().write("rubbish".getBytes(UTF_8));
      Mesh.await("no chain", () -> closed("denied") == 1);
    }
    try (Socket probe = connect()) {
      probe.shutdownOutput();
      Mesh.await("nothing was open", () -> closed("ok") == 1);
    }
  }

  private long closed(String why) {
    return mesh.metric("mizzen_listener_closed_total{listener=\"in\",why=\"" + why + "\"}");
  }
}
