package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.HexFrames;
import io.mizzen.xprotocol.XprotocolPlugin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A described protocol without ids as the contract suites see it. */
final class PlainSubject extends ConfiguredProtocol {
  PlainSubject() {
    this(Acme.PLAIN);
  }

  PlainSubject(LayoutConfig layout) {
    super(new XprotocolPlugin(), new FixedFactory(), Map.of("layout", layout));
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.STREAMS_BODIES);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        new Sample("a call", Acme.plain(new byte[] {1, 2, 3})),
        new Sample("an empty one", Acme.plain(new byte[0])));
  }

  @Override
  public List<Exchange> exchanges() {
    return List.of(
        new Exchange("an answer", Acme.plain(new byte[9]), id -> Acme.plain(new byte[] {7, 7})),
        new Exchange("an empty one", Acme.plain(new byte[9]), id -> Acme.plain(new byte[0])));
  }

  @Override
  public List<Broken> brokenRequests() {
    return List.of(
        new Broken("no magic", HexFrames.bytes("ac"), new byte[0]),
        new Broken("shorter than its header", HexFrames.bytes("ab 04 00 00 00"), new byte[0]),
        new Broken(
            "larger than allowed",
            HexFrames.bytes("ab 00 00 00 7f"),
            HexFrames.bytes("ab 06 00 00 00 ff")));
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(new Broken("no magic", HexFrames.bytes("\"HTTP/1.1 400\""), null));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(new Sample("HTTP/1", HexFrames.bytes("\"GET / HTTP/1.1\"")));
  }
}
