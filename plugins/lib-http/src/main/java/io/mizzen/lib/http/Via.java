package io.mizzen.lib.http;

import java.util.Locale;
import java.util.UUID;

/** What this proxy is called in Via, and whether a request has passed it before. */
public final class Via {
  private static final byte[] NOTHING = {};

  private final byte[] lower;
  private final byte[] requests;
  private final byte[] responses;

  /**
   * @param version of the messages that are received, such as 1.1 (RFC 9110 section 7.6.3)
   */
  public Via(ViaConfig config, String version) {
    String name = config.name().isEmpty() ? randomPseudonym() : config.name();
    byte[] value = Octets.ascii(version + " " + name);
    this.lower = Octets.ascii(name.toLowerCase(Locale.ROOT));
    this.requests = config.requests() == ViaConfig.Line.ADD ? value : NOTHING;
    this.responses = config.responses() == ViaConfig.Line.ADD ? value : NOTHING;
  }

  /**
   * Random, because sidecars of one mesh follow each other on a path and a common name would make
   * every second hop look like a loop.
   */
  private static String randomPseudonym() {
    return "mizzen-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** The value that requests get; empty for none, and loops are not looked for then. */
  public byte[] requests() {
    return requests;
  }

  /** The value that responses get; empty for none. */
  public byte[] responses() {
    return responses;
  }

  /** Whether a received value names this proxy: the request goes in a circle. */
  public boolean names(byte[] bytes, int from, int to) {
    for (int at = from; at < to; ) {
      int end = Lists.end(bytes, at, to);
      int name = Lists.trimLeft(bytes, at, end);
      while (name < end && !Lists.isBlank(bytes[name])) {
        name++;
      }
      name = Lists.trimLeft(bytes, name, end);
      int nameEnd = Octets.endOf(Octets.TOKEN, bytes, name, end);
      if (Octets.equalsIgnoreCase(bytes, name, nameEnd, lower)) {
        return true;
      }
      at = end + 1;
    }
    return false;
  }
}
