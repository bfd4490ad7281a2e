package io.mizzen.protocol.tars;

import io.mizzen.testkit.ConfiguredProtocol;
import io.mizzen.testkit.HexFrames;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tars as the contract suites see it. */
final class TarsSubject extends ConfiguredProtocol {
  TarsSubject() {
    this(Map.of());
  }

  TarsSubject(Map<String, ?> settings) {
    super(new TarsPlugin(), new TarsFactory(), settings);
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.STREAMS_BODIES);
  }

  @Override
  public List<Sample> requests() {
    return List.of(
        new Sample("a call", Golden.frame("request")),
        new Sample("of 1.7.3", Golden.frame("request-2")),
        new Sample("one-way", Golden.frame("oneway")));
  }

  @Override
  public List<Exchange> exchanges() {
    byte[] call = Golden.frame("request");
    return List.of(
        new Exchange("an answer", call, id -> Golden.answer(id, 5)),
        new Exchange("a large answer", call, id -> Golden.answer(id, 9000)));
  }

  @Override
  public List<Broken> brokenRequests() {
    byte[] none = {};
    return List.of(
        new Broken("negative length", HexFrames.bytes("80"), none),
        new Broken("shorter than a struct", HexFrames.bytes("00000005 10"), none),
        new Broken("no id", HexFrames.bytes("00000007 10 01 2c"), none),
        new Broken("a text for a version", HexFrames.bytes("00000008 16 02 4142"), none),
        new Broken("no such type", HexFrames.bytes("00000008 1e 02 4142"), none),
        new Broken("a tag that is cut off", HexFrames.bytes("00000008 10 01 2c f0"), none),
        new Broken(
            "a servant of 2 GiB",
            HexFrames.bytes("00000020 10 01 2c 3c 40 07 57 7fffffff 00 *21"),
            none),
        new Broken(
            "two ids",
            HexFrames.bytes("00000014 10 01 2c 3c 40 07 40 08 56 03 \"A.B\" 66 01 \"a\""),
            none),
        new Broken(
            "a version behind the id",
            HexFrames.bytes("00000012 2c 3c 40 07 10 01 56 03 \"A.B\" 66 01 \"a\""),
            none),
        new Broken("larger than allowed", HexFrames.bytes("7fffffff 10"), none));
  }

  @Override
  public List<Broken> brokenResponses() {
    return List.of(
        new Broken("shorter than a struct", HexFrames.bytes("00000005 10"), null),
        new Broken("no id", HexFrames.bytes("00000007 10 01 2c"), null));
  }

  @Override
  public List<Heartbeat> heartbeats() {
    return List.of(
        new Heartbeat(
            "tars_ping",
            Golden.frame("ping"),
            HexFrames.bytes("00000010 10 01 2c 30 09 4c 5c 6d 00 0c 78 0c")));
  }

  @Override
  public List<Sample> foreign() {
    return List.of(
        new Sample("HTTP/1", HexFrames.bytes("\"GET / HTTP/1.1\"")),
        new Sample("dubbo", HexFrames.bytes("da bb c2")),
        new Sample("thrift", HexFrames.bytes("00 00 00 1f 80 01")),
        new Sample("dubbo-thrift", HexFrames.bytes("00 00 00 41 da bc")),
        new Sample("too long", HexFrames.bytes("00 ff ff ff 10 01")),
        new Sample("no such version", HexFrames.bytes("00 00 00 38 10 09")));
  }
}
