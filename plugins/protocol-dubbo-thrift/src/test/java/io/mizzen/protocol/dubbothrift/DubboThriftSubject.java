package io.mizzen.protocol.dubbothrift;

import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.HexFrames;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The thrift protocol of Dubbo as the contract suites see it. */
final class DubboThriftSubject extends ConfiguredProtocol {
  DubboThriftSubject() {
    this(Map.of());
  }

  DubboThriftSubject(Map<String, ?> settings) {
    super(new DubboThriftPlugin(), new DubboThriftFactory(), settings);
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.STREAMS_BODIES);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        new Sample("2.6", Golden.frame("2.6-request")),
        new Sample("2.7", Golden.frame("2.7-request")),
        new Sample("negative id", Golden.withId("2.7-request", -5)));
  }

  @Override
  public List<Exchange> exchanges() {
    return List.of(exchange("2.6-request", "response"), exchange("2.7-request", "exception"));
  }

  @Override
  public List<Broken> brokenRequests() {
    byte[] none = {};
    return List.of(
        new Broken("magic", HexFrames.bytes("00 00 00 3d da bb"), none),
        new Broken("sizes differ", HexFrames.bytes("0000003d dabc 0000003e 0023"), none),
        new Broken("small header", HexFrames.bytes("0000003d dabc 0000003d 0014"), none),
        new Broken("header beyond", HexFrames.bytes("0000003d dabc 0000003d 003b"), none));
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
        new Sample("tars", HexFrames.bytes("00 00 00 38 10 01")),
        new Sample("thrift", HexFrames.bytes("00 00 00 1f 80 01 00 01")),
        new Sample("sizes differ", HexFrames.bytes("0000003d dabc 0000003e")));
  }

  private static Exchange exchange(String request, String response) {
    return new Exchange(response, Golden.frame(request), id -> Golden.withId(response, id));
  }
}
