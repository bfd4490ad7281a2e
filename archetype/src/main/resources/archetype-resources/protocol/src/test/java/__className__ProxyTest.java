package ${package};

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.FakeService;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A caller, a whole proxy, a service. */
@Timeout(60)
final class ${className}ProxyTest {
  @TempDir Path folder;

  /** Answers every request with its own body. */
  private static void echo(InputStream in, OutputStream out) throws IOException {
    for (byte[] frame = next(in); frame.length > 0; frame = next(in)) {
      ByteBuffer header = ByteBuffer.wrap(frame);
      int name = frame[3] & 0xFF;
      byte[] body = new byte[header.getInt(8)];
      System.arraycopy(frame, ${className}Frame.HEADER + name, body, 0, body.length);
      boolean isPing = frame[1] == ${className}Frame.PING;
      int kind = isPing ? ${className}Frame.PONG : ${className}Frame.ANSWER;
      long id = header.getInt(4) & 0xFFFF_FFFFL;
      out.write(${className}Subject.frame(kind, 0, id, "", body));
    }
  }

  /** The next whole frame; empty at the end. */
  private static byte[] next(InputStream in) throws IOException {
    byte[] header = in.readNBytes(${className}Frame.HEADER);
    if (header.length < ${className}Frame.HEADER) {
      return new byte[0];
    }
    int rest = (header[3] & 0xFF) + ByteBuffer.wrap(header).getInt(8);
    return ByteBuffer.allocate(header.length + rest).put(header).put(in.readNBytes(rest)).array();
  }

  @Test
  void aRequestGoesThroughAWholeProxy() throws Exception {
    String yaml =
        """
        version: 1
        listeners:
          - name: in
            bind: "127.0.0.1:0"
            filterChains: [{protocol: {type: ${type}}, routes: all}]
        routeTables:
          - name: all
            router: {type: everything}
            routes: [{name: echo, cluster: echo}]
        clusters:
          - {name: echo, protocol: {type: ${type}}, loadBalancer: {type: first}, endpoints: ["SERVICE"]}
        """;
    try (FakeService service = FakeService.of(${className}ProxyTest::echo);
        EmbeddedProxy proxy =
            EmbeddedProxy.start(
                folder,
                yaml.replace("SERVICE", service.address()),
                new ${className}Plugin(),
                EmbeddedProxy.choices());
        Socket caller = proxy.connect("in")) {
      caller.getOutputStream().write(${className}Subject.request(77, "orders", "hello"));
      byte[] expected = ${className}Subject.answer(77, 0, new byte[] {(byte) 104, 101, 108, 108, 111});
      assertArrayEquals(expected, next(caller.getInputStream()));
    }
  }
}
