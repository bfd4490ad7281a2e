package io.mizzen.protocol.dubbo;

import static io.mizzen.protocol.dubbo.Golden.frame;
import static io.mizzen.protocol.dubbo.Golden.with;

import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.HexFrames;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Dubbo as the contract suites see it. */
final class DubboSubject extends ConfiguredProtocol {
  /** Attachments of streamed frames are neither seen nor changed. */
  private final boolean streamed;

  DubboSubject() {
    this(Map.of());
  }

  DubboSubject(Map<String, ?> settings) {
    super(new DubboPlugin(), new DubboFactory(), settings);
    streamed = settings.containsKey("streamAbove");
  }

  @Override
  public Set<Ability> abilities() {
    return streamed
        ? Set.of(Ability.STREAMS_BODIES)
        : Set.of(Ability.EDITS, Ability.FIELDS_IN_BODY, Ability.STREAMS_BODIES);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        sample("request"),
        sample("void-request"),
        sample("oneway"),
        sample("bad-version-request"),
        sample("generic-request"),
        sample("json-request"),
        sample("nested-request"),
        new Sample("no attachments", Golden.call("a.B", "", HexFrames.bytes("4e"))),
        new Sample(
            "any UTF-8",
            Golden.call("\u00e9\u4e2d\ud83d\ude00", "I", HexFrames.bytes("94 48 01 6b 01 76 5a"))),
        new Sample("a long service", Golden.call("s".repeat(1100), "", HexFrames.bytes("48 5a"))),
        new Sample(
            "a nested list of objects before the map",
            Golden.call(
                "a.B",
                "Ljava/util/List;La/C;",
                HexFrames.bytes(
                    "7a 43 03 \"a.C\" 92 01 \"x\" 01 \"y\" 60 91 51 91 60 92 7a 51 90 93"
                        + " 60 94 95 48 05 \"group\" 02 \"g7\" 5a"))),
        new Sample("9 KiB", Golden.call("a.B", "[B", big(9000))));
  }

  /** A binary of two chunks and a map. */
  private static byte[] big(int length) {
    byte[] rest = new byte[length + 3 + 7];
    rest[0] = 0x42;
    rest[1] = (byte) (length >> 8);
    rest[2] = (byte) length;
    System.arraycopy(HexFrames.bytes("48 01 6b 01 76 5a"), 0, rest, 3 + length, 6);
    return java.util.Arrays.copyOf(rest, length + 9);
  }

  @Override
  public List<Exchange> exchanges() {
    return List.of(
        exchange("request", "response"),
        exchange("void-request", "void-response"),
        exchange("bad-version-request", "bad-version-response"),
        exchange("json-request", "json-response"),
        exchange("nested-request", "nested-response"),
        exchange("nested-request", "exception-response"),
        new Exchange(
            "an answer without a body",
            frame("request"),
            id -> Golden.frame(2, 70, id, new byte[0])),
        new Exchange(
            "a large answer",
            frame("request"),
            id -> Golden.frame(2, 20, id, with(new byte[9000], 0, 0x91))));
  }

  @Override
  public List<Broken> brokenRequests() {
    byte[] none = {};
    byte[] large = with(frame("request"), 12, 0x7f, 0xff, 0xff, 0xff);
    return List.of(
        new Broken("telnet", HexFrames.bytes("\"status -l\\r\\n\""), none),
        new Broken("second byte", HexFrames.bytes("da bc c2"), none),
        new Broken("negative length", with(frame("request"), 12, 0x80), none),
        new Broken("event of 16 bytes", with(frame("heartbeat"), 15, 16), none),
        new Broken(
            "larger than allowed",
            large,
            Golden.refusal(40, 0xb0e40c74b6e5ef8eL, "mizzen: too_large")),
        new Broken("larger than allowed, one-way", with(large, 2, 0x82), none));
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(
        new Broken("an HTTP answer", HexFrames.bytes("\"HTTP/1.1 400 Bad Request\\r\\n\""), null),
        new Broken("negative length", with(frame("response"), 12, 0xff), null),
        new Broken("larger than allowed", with(frame("response"), 12, 0x70), null));
  }

  @Override
  public List<Heartbeat> heartbeats() {
    byte[] java = HexFrames.bytes("ac ed 00 05 77 01 00");
    byte[] nativeJava = HexFrames.bytes("ac ed 00 05 70");
    return List.of(
        new Heartbeat("hessian2", frame("heartbeat"), frame("heartbeat-ack")),
        new Heartbeat("fastjson2", frame("json-heartbeat"), frame("json-heartbeat-ack")),
        new Heartbeat("java", Golden.frame(0xe3, 0, 5, java), Golden.frame(0x23, 20, 5, java)),
        new Heartbeat(
            "native java",
            Golden.frame(0xe7, 0, -5, nativeJava),
            Golden.frame(0x27, 20, -5, nativeJava)));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(
        text("HTTP/1", "\"GET / HTTP/1.1\\r\\n\""),
        text("HTTP/2", "\"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n\""),
        text("TLS 1.2", "16 03 01 00 fa 01"),
        text("bolt", "01 01 00 01 01"),
        text("tars", "00 00 00 20 10 01"),
        text("dubbo-thrift", "00 00 00 41 da bc"),
        text("PROXY 2", "0d 0a 0d 0a 00 0d 0a 51"),
        text("an answer of dubbo", "da bb 02 14"),
        text("almost", "da bc c2"));
  }

  private static Sample sample(String name) {
    return new Sample(name, frame(name));
  }

  private static Sample text(String name, String hex) {
    return new Sample(name, HexFrames.bytes(hex));
  }

  private static Exchange exchange(String request, String response) {
    return new Exchange(response, frame(request), id -> Golden.withId(frame(response), id));
  }
}
