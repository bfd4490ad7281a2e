package io.mizzen.protocol.http2;

import static io.mizzen.protocol.http2.Bytes.GET;
import static io.mizzen.protocol.http2.Bytes.POST;
import static io.mizzen.protocol.http2.Bytes.all;
import static io.mizzen.protocol.http2.Bytes.data;
import static io.mizzen.protocol.http2.Bytes.frame;
import static io.mizzen.protocol.http2.Bytes.headers;
import static io.mizzen.protocol.http2.Bytes.number;
import static io.mizzen.protocol.http2.Bytes.with;

import io.mizzen.lib.http.ViaConfig;
import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.HexFrames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** HTTP/2 as the contract suites see it. */
final class Http2Subject extends ConfiguredProtocol {
  private static final int END = Frames.END_STREAM;

  Http2Subject() {
    this(Map.of());
  }

  Http2Subject(Map<String, ?> settings) {
    super(new Http2Plugin(), new Http2ProtocolFactory(), withoutVia(settings));
  }

  /**
   * Without Via unless one is given: requests of the contracts pass two of these, and every other
   * codec would have another name.
   */
  private static Map<String, ?> withoutVia(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("via", new ViaConfig("", ViaConfig.Line.LEAVE_OUT, ViaConfig.Line.LEAVE_OUT));
    all.putAll(settings);
    return all;
  }

  /** What the codecs of its one worker share. */
  WorkerPool pool() {
    return WorkerPool.of(host()).of(host().workers().get(0));
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(
        Ability.EDITS, Ability.REWRITE_SERVICE, Ability.REWRITE_OPERATION, Ability.STREAMS_BODIES);
  }

  @Override
  public byte[] callerOpening() {
    return Bytes.OPENING;
  }

  @Override
  public byte[] upstreamOpening() {
    return Bytes.SETTINGS;
  }

  @Override
  public Set<String> changedOnForward() {
    return Set.of("x-forwarded-for", "x-forwarded-proto", "date");
  }

  /** Ids grow, since the samples also come one behind the other. */
  @Override
  public List<Sample> requests() {
    List<String> grpc =
        with(POST, "te: trailers", "content-type: application/grpc", "grpc-timeout: 5S");
    return List.of(
        new Sample("no body", headers(1, END, with(GET, "accept: */*"))),
        new Sample("a body", all(headers(3, 0, POST), data(3, END, 100))),
        new Sample(
            "a body of a known length",
            all(
                headers(5, 0, with(POST, "content-length: 300")),
                data(5, 0, 200),
                data(5, END, 100))),
        new Sample(
            "trailers",
            all(
                headers(7, 0, with(POST, "te: trailers")),
                data(7, 0, 10),
                headers(7, END, List.of("x-sum: 1")))),
        new Sample("an empty last frame", all(headers(9, 0, POST), data(9, 0, 5), data(9, END, 0))),
        new Sample(
            "padding",
            all(
                frame(
                    Frames.HEADERS,
                    Frames.END_HEADERS | Frames.PADDED,
                    11,
                    all(new byte[] {3}, Bytes.section(POST), new byte[3])),
                frame(
                    Frames.DATA, END | Frames.PADDED, 11, all(new byte[] {4, 1, 2}, new byte[4])))),
        new Sample(
            "continued fields",
            all(
                frame(Frames.HEADERS, END, 13, Bytes.section(GET)),
                frame(Frames.CONTINUATION, 0, 13, Bytes.section(List.of("a: 1"))),
                frame(
                    Frames.CONTINUATION, Frames.END_HEADERS, 13, Bytes.section(List.of("b: 2"))))),
        new Sample(
            "priority",
            frame(
                Frames.HEADERS,
                END | Frames.END_HEADERS | Frames.WITH_PRIORITY,
                15,
                all(number(3), new byte[] {16}, Bytes.section(GET)))),
        new Sample("crumbs of a cookie", headers(17, END, with(GET, "cookie: a=1", "cookie: b=2"))),
        new Sample(
            "host instead of authority", headers(19, END, with(GET.subList(0, 3), "host: h"))),
        new Sample(
            "every method",
            headers(
                21,
                END,
                List.of(":method: PURGE", ":scheme: https", ":path: /x?y", ":authority: h:81"))),
        new Sample("gRPC", all(headers(23, 0, grpc), data(23, END, 30))),
        new Sample("options of all", headers(25, END, options())),
        new Sample(
            "40 KiB", all(headers(27, 0, POST), data(27, 0, 16_384), data(27, END, 16_384))));
  }

  private static List<String> options() {
    return List.of(":method: OPTIONS", ":scheme: http", ":path: *", ":authority: host.example");
  }

  @Override
  public List<Exchange> exchanges() {
    byte[] get = headers(1, END, GET);
    List<String> ok = List.of(":status: 200", "content-type: text/plain");
    return List.of(
        new Exchange("no body", get, id -> headers((int) id, END, List.of(":status: 204"))),
        new Exchange("a body", get, id -> all(headers((int) id, 0, ok), data((int) id, END, 1000))),
        new Exchange(
            "trailers",
            get,
            id ->
                all(
                    headers((int) id, 0, ok),
                    data((int) id, 0, 10),
                    headers((int) id, END, List.of("grpc-status: 0", "grpc-message: fine")))),
        new Exchange(
            "trailers only",
            get,
            id -> headers((int) id, END, with(ok, "grpc-status: 5", "grpc-message: no"))),
        new Exchange(
            "20 KiB",
            get,
            id ->
                all(
                    headers((int) id, 0, with(ok, "content-length: 20000")),
                    data((int) id, 0, 16_000),
                    data((int) id, END, 4_000))));
  }

  @Override
  public List<Broken> brokenRequests() {
    byte[] settings = frame(Frames.SETTINGS, 0, 0, 0, 4, 0x80, 0, 0, 0);
    return List.of(
        broken("HTTP/1", HexFrames.bytes("\"GET / HTTP/1.1\\r\\n\\r\\n\"")),
        broken("DATA on stream 0", data(0, 0, 1)),
        broken("DATA on an idle stream", data(1, 0, 1)),
        broken("HEADERS on an even stream", headers(2, END, GET)),
        broken("HEADERS on stream 0", headers(0, END, GET)),
        broken("an index that does not exist", frame(Frames.HEADERS, 5, 1, 0xff, 0x80, 0x01)),
        broken("a section that is cut off", frame(Frames.HEADERS, 5, 1, 0x00, 0x7f)),
        broken("a stream that depends on itself", frame(Frames.PRIORITY, 0, 1, 0, 0, 0, 1, 16)),
        broken("PRIORITY of 4 octets", frame(Frames.PRIORITY, 0, 1, 0, 0, 0, 0)),
        broken("RST_STREAM on an idle stream", Bytes.reset(1, 8)),
        broken("RST_STREAM of 3 octets", frame(Frames.RST_STREAM, 0, 1, 0, 0, 0)),
        broken("a window above the largest", settings),
        broken("SETTINGS of 5 octets", frame(Frames.SETTINGS, 0, 0, 0, 4, 0, 0, 0)),
        broken("SETTINGS on a stream", frame(Frames.SETTINGS, 0, 1)),
        broken("SETTINGS ACK with content", frame(Frames.SETTINGS, 1, 0, 0, 4, 0, 0, 0, 0)),
        broken("ENABLE_PUSH of 2", Bytes.settings(2, 2)),
        broken("MAX_FRAME_SIZE of 1", Bytes.settings(5, 1)),
        broken("PUSH_PROMISE", frame(Frames.PUSH_PROMISE, 4, 1, 0, 0, 0, 2)),
        broken("PING of 7 octets", frame(Frames.PING, 0, 0, new byte[7])),
        broken("PING on a stream", frame(Frames.PING, 0, 1, new byte[8])),
        broken("GOAWAY on a stream", frame(Frames.GOAWAY, 0, 1, new byte[8])),
        broken("WINDOW_UPDATE of 0", Bytes.windowUpdate(0, 0)),
        broken("WINDOW_UPDATE beyond the largest", Bytes.windowUpdate(0, Integer.MAX_VALUE)),
        broken("CONTINUATION alone", frame(Frames.CONTINUATION, 4, 1)),
        broken(
            "another frame within a section",
            all(
                frame(Frames.HEADERS, 1, 1, Bytes.section(GET)),
                frame(Frames.PING, 0, 0, new byte[8]))),
        broken("a frame above the largest", HexFrames.bytes("00 40 01 00 00 00 00 00 01")),
        broken("padding longer than its frame", frame(Frames.HEADERS, 0xc, 1, 9, 0x82)));
  }

  private static Broken broken(String name, byte[] bytes) {
    return new Broken(name, bytes, null);
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(
        broken("HTTP/1", HexFrames.bytes("\"HTTP/1.1 200 OK\\r\\n\\r\\n\"")),
        broken("a promise", frame(Frames.PUSH_PROMISE, 4, 1, 0, 0, 0, 2)),
        broken("DATA on an idle stream", data(99, 0, 1)),
        broken("HEADERS on an idle stream", headers(99, END, List.of(":status: 200"))),
        broken("ENABLE_PUSH of 1", Bytes.settings(2, 1)),
        broken("an index that does not exist", frame(Frames.HEADERS, 5, 1, 0xff, 0x80, 0x01)));
  }

  @Override
  public List<Heartbeat> heartbeats() {
    byte[] content = {1, 2, 3, 4, 5, 6, 7, 8};
    return List.of(
        new Heartbeat(
            "PING", frame(Frames.PING, 0, 0, content), frame(Frames.PING, 1, 0, content)));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(
        text("HTTP/1", "\"GET / HTTP/1.1\\r\\n\""),
        text("HTTP/1 with a method that begins alike", "\"PRINT / HTTP/1.1\\r\\n\""),
        text("TLS 1.2", "16 03 01 00 fa 01"),
        text("bolt", "01 01 00 01"),
        text("HTTP/3 preface that does not exist", "\"PRI * HTTP/3.0\\r\\n\""));
  }

  private static Sample text(String name, String hex) {
    return new Sample(name, HexFrames.bytes(hex));
  }
}
