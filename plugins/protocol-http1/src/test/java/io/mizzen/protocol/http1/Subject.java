package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Via;
import io.mizzen.lib.http.ViaConfig;
import io.mizzen.spi.Host.PerWorker;
import io.mizzen.spi.Worker;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.HexFrames;
import io.mizzen.testkit.ProtocolUnderTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** HTTP/1 as the contract suites see it; its messages stand in frames/*.hex. */
final class Subject implements ProtocolUnderTest {
  /** Sat, 21 Nov 2026 12:00:00 GMT. */
  static final long NOON = 1795262400000L;

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Http1ServerConfig serverConfig(Map<String, ?> values) {
    return ConfigRecords.with(Http1ServerConfig.class, values);
  }

  static Http1ServerProtocol server(Map<String, ?> values, String pseudonym) {
    Http1ServerConfig config = serverConfig(values);
    ViaConfig via = new ViaConfig(pseudonym, config.via().requests(), config.via().responses());
    return new Http1ServerProtocol(config, new Via(via, "1.1"), spares());
  }

  static Http1ClientProtocol client(Map<String, ?> values) {
    return new Http1ClientProtocol(ConfigRecords.with(Http1ClientConfig.class, values), spares());
  }

  /** One set of spares for the one worker a test has, with a clock that stands still. */
  static PerWorker<Spares> spares() {
    Spares only = new Spares(() -> NOON);
    return new PerWorker<>() {
      @Override
      public Spares get() {
        return only;
      }

      @Override
      public Spares of(Worker worker) {
        return only;
      }
    };
  }

  /** Without Via: requests of the contracts pass two of these, and equal names would be a loop. */
  @Override
  public Http1ServerProtocol server() {
    ViaConfig noVia =
        ConfigRecords.with(ViaConfig.class, Map.of("requests", ViaConfig.Line.LEAVE_OUT));
    return server(Map.of("via", noVia), "proxy");
  }

  @Override
  public Http1ClientProtocol client() {
    return client(Map.of());
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public List<Sample> requests() {
    return samples("/frames/requests.hex");
  }

  @Override
  public List<Exchange> exchanges() {
    Map<String, byte[]> frames = HexFrames.load(Subject.class, "/frames/exchanges.hex");
    List<Exchange> exchanges = new ArrayList<>();
    frames.forEach(
        (name, bytes) -> {
          if (name.endsWith(" request")) {
            String exchange = name.substring(0, name.length() - " request".length());
            byte[] answer = frames.get(exchange + " response");
            exchanges.add(new Exchange(exchange, bytes, id -> answer));
          }
        });
    return exchanges;
  }

  @Override
  public List<Broken> brokenRequests() {
    return Corpus.load("/corpus/requests.txt").stream()
        .filter(sample -> !sample.expected().equals("accept"))
        .map(sample -> new Broken(sample.name(), sample.bytes(), Corpus.failure(sample.expected())))
        .toList();
  }

  @Override
  public List<Broken> brokenResponses() {
    return Corpus.load("/corpus/responses.txt").stream()
        .filter(sample -> !sample.expected().equals("accept"))
        .map(sample -> new Broken(sample.name(), sample.bytes(), null))
        .toList();
  }

  @Override
  public List<Sample> foreign() {
    return samples("/frames/foreign.hex");
  }

  @Override
  public Set<String> changedOnForward() {
    return Set.of("via", "x-forwarded-for", "x-forwarded-proto", "date");
  }

  private static List<Sample> samples(String resource) {
    List<Sample> samples = new ArrayList<>();
    HexFrames.load(Subject.class, resource)
        .forEach((name, bytes) -> samples.add(new Sample(name, bytes)));
    return samples;
  }
}
