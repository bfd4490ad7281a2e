package io.mizzen.protocol.bolt;

import static io.mizzen.protocol.bolt.Golden.frame;
import static io.mizzen.protocol.bolt.Golden.with;

import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bolt as the contract suites see it. */
final class BoltSubject extends ConfiguredProtocol {
  BoltSubject() {
    this(Map.of());
  }

  BoltSubject(Map<String, ?> settings) {
    super(new BoltPlugin(), new BoltFactory(), settings);
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.EDITS, Ability.REWRITE_SERVICE, Ability.STREAMS_BODIES);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        sample("sofarpc-request"),
        sample("v1-request"),
        sample("v1-oneway"),
        sample("v2-request-bit-without-crc"),
        sample("v2-crc-request"),
        sample("v2-crc-oneway"),
        sample("v2-request"),
        new Sample("no class, map and content", with("v1-heartbeat", 2, 0, 1)),
        new Sample("id with the top bit set", Golden.withId("v1-request", 0xfedcba98L)),
        new Sample(
            "empty and null texts, any UTF-8",
            Golden.request(
                9, Golden.map("a", "", null, "lost", "b", null, "\u4e2d", "\u6587"), new byte[3])),
        new Sample("9 KiB of content", Golden.request(1, Golden.map(), new byte[9000])),
        new Sample("9 KiB of content with a check sum", Golden.summedRequest(1, new byte[9000])));
  }

  @Override
  public List<Exchange> exchanges() {
    return List.of(
        exchange("v1-request", "v1-response"),
        exchange("v1-request", "v1-busy"),
        exchange("v2-request-bit-without-crc", "v2-response-bit-without-crc"),
        exchange("v2-crc-request", "v2-crc-response"),
        exchange("v2-crc-request", "v2-crc-null-response"),
        exchange("v2-request", "v2-busy"),
        exchange("sofarpc-request", "sofarpc-response"),
        exchange("sofarpc-request", "sofarpc-service-error"),
        new Exchange(
            "a large answer",
            frame("v1-request"),
            id -> Golden.response((int) id, 0, Golden.map("k", "v"), new byte[9000])));
  }

  @Override
  public List<Broken> brokenRequests() {
    byte[] none = {};
    byte[] large = with(Golden.withId("v1-request", 5), 18, 0x7f, 0xff, 0xff, 0xff);
    byte[] refusal = HexFrames.bytes("01 00 0002 01 00000005 01 0009 0000 0000 00000000");
    return List.of(
        new Broken("neither 1 nor 2", HexFrames.bytes("03 01 0001"), none),
        new Broken("the older protocol of SOFARPC", HexFrames.bytes("0d 01"), none),
        new Broken("type 3", with("v1-request", 1, 3), none),
        new Broken("type 255 in version 2", with("v2-request", 2, 255), none),
        new Broken("protocol version 0", with("v2-request", 1, 0), none),
        new Broken("protocol version 3", with("v2-request", 1, 3), none),
        new Broken("unknown command", with("v1-request", 2, 0, 7), none),
        new Broken("command 1 in an answer", with("v1-response", 2, 0, 1), none),
        new Broken("switch bit 7", with("v2-request", 11, 0x80), none),
        new Broken("class length above 32767", with("v1-request", 14, 0x80, 0), none),
        new Broken("map length above 32767", with("v1-request", 16, 0xff, 0xff), none),
        new Broken("negative content length", with("v1-request", 18, 0x80), none),
        new Broken("wrong check sum", with("v2-crc-request", 46, 0), none),
        new Broken("a bit turned under the check sum", with("v2-crc-request", 30, 0), none),
        new Broken("larger than allowed", large, refusal),
        new Broken("larger than allowed, one-way", with(large, 1, 2), none),
        new Broken(
            "9 KiB of content, wrong check sum",
            Golden.with(Golden.summedRequest(1, new byte[9000]), 9024, 1, 1, 1, 1),
            none));
  }

  @Override
  public List<Broken> refusedRequests() {
    byte[] map = HexFrames.bytes("00 00 00 01 61");
    byte[] call = Golden.request(5, map, new byte[7]);
    byte[] refusal = HexFrames.bytes("01 00 0002 01 00000005 01 0009 0000 0000 00000000");
    return List.of(
        new Broken("a map that ends within a pair", call, refusal),
        new Broken("the same one-way", Golden.with(call, 1, 2), new byte[0]));
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(
        new Broken("an HTTP answer", HexFrames.bytes("\"HTTP/1.1 400 Bad Request\\r\\n\""), null),
        new Broken("type 9", with("v1-response", 1, 9), null),
        new Broken("unknown command", with("v1-response", 2, 0, 5), null),
        new Broken("wrong check sum", with("v2-crc-response", 44, 0), null),
        new Broken("class length above 32767", with("v1-response", 12, 0x80, 0), null),
        new Broken("larger than allowed", with("v1-response", 16, 0x70), null));
  }

  @Override
  public List<Heartbeat> heartbeats() {
    byte[] oneWay = with("v1-heartbeat", 1, 2);
    byte[] onChecked = with("v2-heartbeat", 11, 1);
    byte[] sum = {0, 0, 0, 0};
    return List.of(
        new Heartbeat("v1", frame("v1-heartbeat"), frame("v1-heartbeat-ack")),
        new Heartbeat("v2", frame("v2-heartbeat"), frame("v2-heartbeat-ack")),
        new Heartbeat("sent one-way", oneWay, frame("v1-heartbeat-ack")),
        new Heartbeat(
            "with a check sum",
            Golden.summed(Fragments.glue(onChecked, sum)),
            frame("v2-heartbeat-ack")),
        new Heartbeat(
            "version 2, protocol version 1",
            with("v2-heartbeat", 1, 1),
            with("v2-heartbeat-ack", 1, 1)));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(
        text("HTTP/1", "\"GET / HTTP/1.1\\r\\n\""),
        text("HTTP/2", "\"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\""),
        text("TLS 1.2", "16 03 01 00 fa 01"),
        text("SSL 2 hello of 258 bytes", "81 02 01 03 01"),
        text("dubbo", "da bb c2 00"),
        text("tars", "00 00 00 20 10 01"),
        text("PROXY 2", "0d 0a 0d 0a 00 0d 0a 51"),
        text("almost version 1: type", "01 03 00 01"),
        text("almost version 1: command", "01 01 00 07"),
        text("almost version 1: high byte", "01 01 01 01"),
        text("almost version 2: protocol version", "02 03 01 00 01"),
        text("almost version 2: type", "02 01 05 00 01"),
        text("almost version 2: command", "02 02 01 00 03"));
  }

  private static Sample sample(String name) {
    return new Sample(name, frame(name));
  }

  private static Sample text(String name, String hex) {
    return new Sample(name, HexFrames.bytes(hex));
  }

  private static Exchange exchange(String request, String response) {
    return new Exchange(response, frame(request), id -> Golden.withId(response, id));
  }

  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
