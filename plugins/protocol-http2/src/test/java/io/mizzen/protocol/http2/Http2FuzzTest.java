package io.mizzen.protocol.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.lib.http.ByteView;
import io.mizzen.lib.http.Octets;
import io.mizzen.protocol.http2.Http2ClientConfig.ExtendedConnect;
import io.mizzen.protocol.http2.Http2ClientConfig.GrpcWebPolicy;
import io.mizzen.protocol.http2.Http2ServerConfig.Upgrade;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.LeakGuard;
import io.mizzen.testkit.ProtocolUnderTest;
import io.mizzen.testkit.RecordingEvents.Message;
import io.mizzen.testkit.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes behind the preface: nothing but a ProtocolException comes out, no buffer stays, and
 * cutting them elsewhere changes nothing. Run with JAZZER_FUZZ=1 to go on from the seeds.
 */
class Http2FuzzTest {
  private static final Http2Subject SUBJECT = new Http2Subject();
  private static final Http2Subject OPEN =
      new Http2Subject(
          Map.of(
              "upgrade",
              Upgrade.ALLOW,
              "tunnels",
              List.of("websocket"),
              "extendedConnect",
              ExtendedConnect.ALLOW,
              "grpcWeb",
              GrpcWebPolicy.BRIDGE));
  private static final List<String> TUNNEL =
      List.of(
          ":method: CONNECT", ":protocol: websocket", ":scheme: http", ":path: /", ":authority: a");

  static Stream<Arguments> seeds() {
    Stream<byte[]> real =
        HexFrames.load(Http2FuzzTest.class, "/frames/http2.hex").values().stream()
            .map(bytes -> Arrays.copyOfRange(bytes, Preface.LENGTH, bytes.length));
    Stream<byte[]> good = SUBJECT.requests().stream().map(ProtocolUnderTest.Sample::bytes);
    Stream<byte[]> broken = SUBJECT.brokenRequests().stream().map(ProtocolUnderTest.Broken::bytes);
    return Stream.concat(real, Stream.concat(good, broken).map(b -> Bytes.all(Bytes.SETTINGS, b)))
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromACaller(byte[] bytes) {
    byte[] all = Bytes.all(Bytes.PREFACE, bytes);
    assertEquals(
        run(List.of(all), SUBJECT.server().newCodec(new FakeConnection())),
        run(
            Fragments.random(all, 9, bytes.length),
            SUBJECT.server().newCodec(new FakeConnection())));
  }

  /** Requests of HTTP/1.1 that may turn into HTTP/2, and tunnels. */
  static Stream<Arguments> upgrades() {
    byte[] request =
        Octets.ascii(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                + "Upgrade: h2c\r\nHTTP2-Settings: AAQAAAAK\r\nAccept: */*\r\n\r\n");
    byte[] tunnel = Bytes.headers(3, 0, TUNNEL);
    return Stream.of(
            Bytes.all(request, Bytes.OPENING, tunnel), Bytes.all(Bytes.OPENING, tunnel), request)
        .map(Arguments::of);
  }

  @MethodSource("upgrades")
  @FuzzTest(maxDuration = "60s")
  void anyBytesWhereUpgradesAndTunnelsAreAllowed(byte[] bytes) {
    assertEquals(
        run(List.of(bytes), OPEN.server().newCodec(new FakeConnection())),
        run(
            Fragments.random(bytes, 9, bytes.length),
            OPEN.server().newCodec(new FakeConnection())));
  }

  static Stream<Arguments> sections() {
    return Stream.of(
            Bytes.section(Bytes.GET),
            HexFrames.bytes("82 86 84 41 8c f1e3c2e5f23a6ba0ab90f4ff"),
            HexFrames.bytes("3f e1 1f 40 01 \"k\" 01 \"v\" be"),
            HexFrames.bytes("48 82 6402 58 85 aec3771a4b 20"))
        .map(Arguments::of);
  }

  /** Any field section: nothing but a ProtocolException, and twice the same is twice the same. */
  @MethodSource("sections")
  @FuzzTest(maxDuration = "60s")
  void anyFieldSection(byte[] section) {
    assertEquals(decoded(section), decoded(section));
  }

  private static String decoded(byte[] section) {
    StringBuilder seen = new StringBuilder();
    HpackDecoder decoder = new HpackDecoder(SUBJECT.pool(), Tuning.TABLE_SIZE);
    try {
      for (int i = 0; i < 2; i++) {
        decoder.decode(
            section,
            0,
            section.length,
            (known, names, nameFrom, nameTo, values, from, to, indexing) ->
                seen.append(new ByteView().over(names, nameFrom, nameTo))
                    .append('=')
                    .append(new ByteView().over(values, from, to))
                    .append('\n'));
      }
    } catch (ProtocolException refused) {
      seen.append("refused");
    }
    return seen.toString();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromAnUpstream(byte[] bytes) {
    run(List.of(bytes), SUBJECT.client().newCodec(new FakeWorker()));
    run(Fragments.random(bytes, 9, bytes.length), SUBJECT.client().newCodec(new FakeWorker()));
  }

  /** What was asked before: nothing, gRPC, gRPC-Web, and a tunnel that waits for SETTINGS. */
  private static byte[] asked() {
    List<String> grpc = Bytes.with(Bytes.POST, "te: trailers", "content-type: application/grpc");
    List<String> web = Bytes.with(Bytes.POST, "content-type: application/grpc-web-text");
    return Bytes.all(
        Bytes.OPENING,
        Bytes.headers(1, Frames.END_STREAM, Bytes.GET),
        Bytes.headers(3, 0, grpc),
        Bytes.headers(5, 0, web),
        Bytes.headers(7, 0, TUNNEL));
  }

  static Stream<Arguments> answers() {
    byte[] tunnels = Bytes.settings(Frames.ENABLE_CONNECT_PROTOCOL, 1);
    List<String> grpc = List.of(":status: 200", "content-type: application/grpc");
    byte[] message = Bytes.frame(Frames.DATA, 0, 5, 0, 0, 0, 0, 2, 8, 1);
    byte[] opened = Bytes.all(Bytes.headers(7, 0, List.of(":status: 200")), Bytes.data(7, 0, 3));
    Stream<byte[]> plain =
        SUBJECT.exchanges().stream()
            .flatMap(one -> Stream.of(1, 3, 5).map(id -> one.response().apply(id)))
            .map(bytes -> Bytes.all(tunnels, bytes));
    Stream<byte[]> others =
        Stream.of(
            Bytes.all(tunnels, opened, Bytes.data(7, Frames.END_STREAM, 1)),
            Bytes.all(
                Bytes.SETTINGS,
                Bytes.headers(5, 0, grpc),
                message,
                Bytes.headers(5, Frames.END_STREAM, List.of("grpc-status: 0"))),
            Bytes.all(tunnels, Bytes.goAway(3, 0), Bytes.reset(1, ErrorCode.REFUSED_STREAM)));
    return Stream.concat(plain, others).map(Arguments::of);
  }

  @MethodSource("answers")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromAnUpstreamThatWasAsked(byte[] bytes) throws ProtocolException {
    assertEquals(answered(List.of(bytes)), answered(Fragments.random(bytes, 9, bytes.length)));
  }

  private static String answered(List<byte[]> pieces) throws ProtocolException {
    ClientCodec codec = OPEN.client().newCodec(new FakeWorker());
    try (LeakGuard guard = new LeakGuard();
        Wire<RequestHead> caller =
            new Wire<>(OPEN.server().newCodec(new FakeConnection()), guard).opened(asked());
        Wire<ResponseHead> upstream = new Wire<>(codec, guard)) {
      codec.open(upstream.out());
      for (Message<RequestHead> one : caller.events().messages()) {
        long id = codec.nextStreamId();
        codec.encodeHead(id, one.head(), one.ended(), upstream.out());
        if (!one.ended()) {
          codec.encodeBody(id, guard.buffer(new byte[100]), true, upstream.out());
        }
      }
      return heard(pieces, upstream);
    }
  }

  private static <H extends MessageHead> String run(List<byte[]> pieces, Codec<H> codec) {
    try (LeakGuard guard = new LeakGuard();
        Wire<H> wire = new Wire<>(codec, guard)) {
      codec.open(wire.out());
      return heard(pieces, wire);
    }
  }

  private static <H extends MessageHead> String heard(List<byte[]> pieces, Wire<H> wire) {
    String end = "open";
    try {
      wire.feed(pieces);
    } catch (ProtocolException e) {
      end = "refused";
    }
    StringBuilder seen = new StringBuilder();
    for (Message<H> message : wire.events().messages()) {
      if (message.ended()) {
        seen.append(message.headText()).append('\n');
      }
    }
    return seen + end;
  }
}
