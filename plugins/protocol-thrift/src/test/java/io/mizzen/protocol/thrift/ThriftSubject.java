package io.mizzen.protocol.thrift;

import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.HexFrames;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Framed thrift as the contract suites see it. */
final class ThriftSubject extends ConfiguredProtocol {
  ThriftSubject() {
    this(Map.of());
  }

  ThriftSubject(Map<String, ?> settings) {
    super(new ThriftPlugin(), new ThriftFactory(), settings);
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.STREAMS_BODIES);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        sample("binary-request"),
        sample("mux-request"),
        sample("compact-request"),
        sample("oneway"));
  }

  @Override
  public List<Exchange> exchanges() {
    return List.of(
        exchange("binary-request", "binary-response"),
        exchange("mux-request", "mux-response"),
        exchange("compact-request", "compact-response"),
        exchange("binary-request", "void-response"),
        exchange("binary-request", "declared-exception"),
        exchange("binary-request", "framework-exception"));
  }

  @Override
  public List<Broken> brokenRequests() {
    byte[] none = {};
    return List.of(
        new Broken("negative length", HexFrames.bytes("80 01 00 01"), none),
        new Broken("shorter than a head", HexFrames.bytes("00 00 00 03"), none),
        new Broken("no such encoding", HexFrames.bytes("00 00 00 20 81 01 00 01"), none),
        new Broken("old form", HexFrames.bytes("00 00 00 20 00 00 00 05"), none),
        new Broken("no such type", HexFrames.bytes("00 00 00 20 80 01 00 09"), none),
        new Broken(
            "a name of 2 GiB",
            HexFrames.bytes("00 00 00 0c 80 01 00 01 7f ff ff ff 00 00 00 00"),
            none),
        new Broken("larger than allowed", HexFrames.bytes("7f ff ff ff 80 01 00 01"), none));
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(new Broken("an HTTP answer", HexFrames.bytes("\"HTTP/1.1 400\""), null));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(
        new Sample("HTTP/1", HexFrames.bytes("\"GET / HTTP/1.1\"")),
        new Sample("dubbo", HexFrames.bytes("da bb c2")),
        new Sample("bolt", HexFrames.bytes("01 01 00 01")),
        new Sample("TLS", HexFrames.bytes("16 03 01 00 fa 01")),
        new Sample("tars", HexFrames.bytes("00 00 00 38 10 01")),
        new Sample("dubbo-thrift", HexFrames.bytes("00 00 00 41 da bc")),
        new Sample("an answer", HexFrames.bytes("00 00 00 22 80 01 00 02")),
        new Sample("a compact answer", HexFrames.bytes("00 00 00 22 82 41 07 05")));
  }

  private static Sample sample(String name) {
    return new Sample(name, Golden.frame(name));
  }

  private static Exchange exchange(String request, String response) {
    return new Exchange(response, Golden.frame(request), id -> Golden.frame(response));
  }
}
