package io.mizzen.testkit.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EmbeddedProxyTest {
  @TempDir Path folder;

  @Test
  void proxiesBytesToAService() throws Exception {
    try (FakeService service = FakeService.of((in, out) -> out.write(in.readNBytes(5)));
        EmbeddedProxy proxy =
            EmbeddedProxy.start(
                folder,
                """
                version: 1
                listeners:
                  - name: in
                    bind: "127.0.0.1:0"
                    filterChains: [{tcpProxy: {cluster: up}}]
                clusters:
                  - {name: up, loadBalancer: first, endpoints: ["%s"]}
                """
                    .replace("%s", service.address()),
                EmbeddedProxy.choices());
        Socket caller = proxy.connect("in")) {
      byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
      caller.getOutputStream().write(hello);
      assertArrayEquals(hello, caller.getInputStream().readNBytes(5));
      assertTrue(proxy.metrics().contains("mizzen_listener_accepted_total"));
    }
  }

  @Test
  void saysEverythingThatIsWrong() {
    AssertionError error =
        assertThrows(
            AssertionError.class, () -> EmbeddedProxy.start(folder, "version: 1\nx: 1\ny: 2\n"));
    assertTrue(error.getMessage().contains("unknown"), error.getMessage());
  }
}
