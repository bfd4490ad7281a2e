package io.mizzen.protocol.http1;

import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.Via;
import io.mizzen.spi.Host.PerWorker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP/1 on a listener: the compiled configuration. */
final class Http1ServerProtocol implements ServerProtocol {
  private final Http1ServerConfig config;
  private final PerWorker<Spares> spares;
  private final Forwarding.@Nullable Line requestVia;
  private final RequestReader requests;
  private final BodyLimits bodyLimits;
  private final byte[] responseVia;
  private final Limits limits;

  Http1ServerProtocol(Http1ServerConfig config, Via via, PerWorker<Spares> spares) {
    this.config = config;
    this.spares = spares;
    this.requestVia =
        via.requests().length == 0
            ? null
            : Forwarding.Line.of(FieldName.VIA, "Via", text(via.requests()));
    this.requests = new RequestReader(config, via);
    this.bodyLimits = config.bodyLimits();
    this.responseVia =
        via.responses().length == 0
            ? via.responses()
            : Forwarding.Line.octets("Via", text(via.responses()));
    this.limits =
        new Limits(
            config.headTimeout(), config.bodyTimeout(), config.keepAlive(), config.linger(), 1);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.US_ASCII);
  }

  @Override
  public Detection detect(ByteBuf first) {
    return MethodDetection.detect(first);
  }

  @Override
  public ServerCodec newCodec(ConnectionInfo connection) {
    Spares own = spares.of(connection.worker());
    return new Http1ServerCodec(this, own, new Forwarding(this, connection, own));
  }

  @Override
  public Limits limits() {
    return limits;
  }

  /** Without a body, with one of a known length, and with one in chunks. */
  @Override
  public List<byte[]> samples() {
    String text = "{\"order\":\"4711\",\"items\":[\"a\",\"b\",\"c\"]}";
    String common =
        " HTTP/1.1\r\nHost: warm-up.invalid\r\nUser-Agent: mizzen\r\nAccept: */*\r\n"
            + "Accept-Encoding: gzip\r\nX-Request-Id: 6f1c9a52-0000-4000-8000-000000000000\r\n";
    return List.of(
        Octets.ascii("GET /warm/up?page=1" + common + "\r\n"),
        Octets.ascii(
            "POST /warm/up"
                + common
                + "Content-Type: application/json\r\nContent-Length: "
                + text.length()
                + "\r\n\r\n"
                + text),
        Octets.ascii(
            "POST /warm/up"
                + common
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(text.length())
                + "\r\n"
                + text
                + "\r\n0\r\n\r\n"));
  }

  RequestReader requests() {
    return requests;
  }

  BodyLimits bodyLimits() {
    return bodyLimits;
  }

  ForwardedConfig forwarded() {
    return config.forwarded();
  }

  /** What is added to every request, or null. */
  Forwarding.@Nullable Line requestVia() {
    return requestVia;
  }

  byte[] responseVia() {
    return responseVia;
  }

  int maxHead() {
    return config.maxHeaderBytes().asInt();
  }

  long maxDiscard() {
    return config.maxDiscard().bytes();
  }
}
