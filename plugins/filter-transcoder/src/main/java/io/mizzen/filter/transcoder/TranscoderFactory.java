package io.mizzen.filter.transcoder;

import io.mizzen.filter.transcoder.TranscoderConfig.RouteRule;
import io.mizzen.spi.Host;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;
import io.mizzen.xprotocol.convert.Conversion;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Makes transcoders out of the conversions that protocols offer. */
final class TranscoderFactory implements StreamFilterFactory<TranscoderConfig> {
  private final Iterable<Conversion.Factory> offers;

  TranscoderFactory(Iterable<Conversion.Factory> offers) {
    this.offers = offers;
  }

  @Override
  public String type() {
    return "transcoder";
  }

  @Override
  public String summary() {
    return "Turns HTTP requests with JSON into calls of RPC services, and their answers into JSON.";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<TranscoderConfig> configType() {
    return TranscoderConfig.class;
  }

  @Override
  public StreamFilter create(TranscoderConfig config, Host host) {
    Map<String, Rule> rules = new HashMap<>();
    config.routes().forEach((route, rule) -> rules.put(route, rule(route, rule, config, host)));
    return new TranscoderFilter(rules, config);
  }

  private Rule rule(String route, RouteRule config, TranscoderConfig all, Host host) {
    TreeSet<String> words = new TreeSet<>();
    for (Conversion.Factory offer : offers) {
      if (offer.type().equals(config.protocol())) {
        return new Rule(config, all.maxDepth(), offer.create(), host);
      }
      words.add(offer.type());
    }
    throw new IllegalArgumentException(
        "route '"
            + route
            + "': calls cannot be turned into protocol '"
            + config.protocol()
            + "'; installed plugins offer: "
            + (words.isEmpty() ? "none" : String.join(", ", words)));
  }
}
