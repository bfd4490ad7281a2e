package ${package};

import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.ProtocolUnderTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The protocol as the contract suites see it. */
final class ${className}Subject implements ProtocolUnderTest {
  private final FakeHost host = FakeHost.of(new ${className}Plugin());
  private final ${className}Config config = ConfigRecords.with(${className}Config.class, Map.of());

  /** A whole frame. */
  static byte[] frame(int kind, int code, long id, String name, byte[] body) {
    ByteBuf out = Unpooled.buffer();
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ${className}Frame.header(out, kind, code, id, text, body.length);
    out.writeBytes(body);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  static byte[] request(long id, String service, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return frame(${className}Frame.REQUEST, 0, id, service, bytes);
  }

  static byte[] answer(long id, int code, byte[] body) {
    return frame(${className}Frame.ANSWER, code, id, "", body);
  }

  @Override
  public ServerProtocol server() {
    return new ${className}Factory().server(config, host);
  }

  @Override
  public ClientProtocol client() {
    return new ${className}Factory().client(config, host);
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.REWRITE_SERVICE);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        new Sample("without a body", request(1, "orders", "")),
        new Sample("with a body", request(2, "orders", "hello")),
        new Sample("without a service", request(3, "", "x")),
        new Sample("id with the top bit set", request(0xFFFF_FFF0L, "orders", "hello")),
        new Sample(
            "9 KiB of body", frame(${className}Frame.REQUEST, 0, 5, "orders", new byte[9216])));
  }

  @Override
  public List<Exchange> exchanges() {
    byte[] request = request(1, "orders", "hello");
    return List.of(
        new Exchange("an answer", request, id -> answer(id, 0, new byte[] {1, 2, 3})),
        new Exchange("an empty answer", request, id -> answer(id, 0, new byte[0])),
        new Exchange("a failure", request, id -> answer(id, 2, new byte[] {9})),
        new Exchange("a large answer", request, id -> answer(id, 0, new byte[9000])));
  }

  @Override
  public List<Broken> brokenRequests() {
    byte[] none = {};
    return List.of(
        new Broken("another first byte", HexFrames.bytes("AD 01 00 00"), none),
        new Broken("kind 9", HexFrames.bytes("AC 09 00 00"), none),
        new Broken("an answer", answer(1, 0, none), none),
        new Broken("larger than allowed", HexFrames.bytes("AC 01 00 00 00000001 7FFFFFFF"), none));
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(
        new Broken("an HTTP answer", HexFrames.bytes("\"HTTP/1.1 400 Bad Request\\r\\n\""), null),
        new Broken("a request", request(1, "orders", ""), null),
        new Broken("larger than allowed", HexFrames.bytes("AC 02 00 00 00000001 FFFFFFFF"), null));
  }

  @Override
  public List<Heartbeat> heartbeats() {
    byte[] none = {};
    return List.of(
        new Heartbeat(
            "a ping",
            frame(${className}Frame.PING, 0, 7, "", none),
            frame(${className}Frame.PONG, 0, 7, "", none)));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(
        new Sample("HTTP/1", HexFrames.bytes("\"GET / HTTP/1.1\\r\\n\"")),
        new Sample("TLS", HexFrames.bytes("16 03 01 00 fa 01")),
        new Sample("almost", HexFrames.bytes("AC 07")));
  }
}
