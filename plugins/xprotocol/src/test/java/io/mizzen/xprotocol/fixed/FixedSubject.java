package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.HexFrames;
import io.mizzen.xprotocol.XprotocolPlugin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A described protocol with ids as the contract suites see it. */
final class FixedSubject extends ConfiguredProtocol {
  FixedSubject() {
    this(Map.of());
  }

  FixedSubject(Map<String, ?> settings) {
    super(new XprotocolPlugin(), new FixedFactory(), withLayout(settings));
  }

  private static Map<String, ?> withLayout(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("layout", Acme.LAYOUT);
    return all;
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.STREAMS_BODIES);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        new Sample("a call", Acme.frame(Acme.CALL, 1, 7, new byte[] {1, 2, 3})),
        new Sample("without a body", Acme.frame(Acme.CALL, 1, 0xfedcba98L, new byte[0])),
        new Sample("one-way", Acme.frame(Acme.ONE_WAY, 1, 8, new byte[20])),
        new Sample("9 KiB", Acme.frame(Acme.CALL, 1, 9, new byte[9000])));
  }

  @Override
  public List<Exchange> exchanges() {
    byte[] call = Acme.frame(Acme.CALL, 1, 7, new byte[] {1, 2, 3});
    return List.of(
        new Exchange("an answer", call, id -> Acme.frame(Acme.ANSWER, 1, id, new byte[] {9})),
        new Exchange("an empty one", call, id -> Acme.frame(Acme.ANSWER, 1, id, new byte[0])),
        new Exchange("a large one", call, id -> Acme.frame(Acme.ANSWER, 1, id, new byte[9000])));
  }

  @Override
  public List<Broken> brokenRequests() {
    return List.of(
        new Broken("no magic", HexFrames.bytes("ca ff 01"), new byte[0]),
        new Broken(
            "larger than allowed",
            HexFrames.bytes("ca fe 01 01 00000007 7fffffff"),
            HexFrames.bytes("ca fe 81 7f 00000007 00000000")));
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(
        new Broken("no magic", HexFrames.bytes("\"HTTP/1.1 400\""), null),
        new Broken("larger than allowed", HexFrames.bytes("ca fe 81 01 00000007 70000000"), null));
  }

  @Override
  public List<Heartbeat> heartbeats() {
    return List.of(
        new Heartbeat(
            "heartbeat",
            Acme.frame(Acme.HEARTBEAT, 1, 5, new byte[2]),
            Acme.frame(Acme.HEARTBEAT_ANSWER, 1, 5, new byte[2])));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(
        new Sample("HTTP/1", HexFrames.bytes("\"GET / HTTP/1.1\"")),
        new Sample("dubbo", HexFrames.bytes("da bb c2")),
        new Sample("almost", HexFrames.bytes("ca ff")));
  }
}
