package io.mizzen.kernel.network;

import io.mizzen.kernel.config.model.ChainMatchConfig;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.protocol.Detection;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a chain takes a connection. Immutable, shared by all workers. */
public final class ChainMatcher {
  /** Takes every connection. */
  public static final ChainMatcher ANY = new ChainMatcher(null, List.of(), List.of());

  private final @Nullable ChainMatchConfig config;
  private final List<Cidr> sources;
  private final List<Candidate> protocols;

  /**
   * @param protocols the protocols the configuration names, to ask them about the first bytes
   */
  public ChainMatcher(
      @Nullable ChainMatchConfig config, List<Cidr> sources, List<Candidate> protocols) {
    this.config = config;
    this.sources = List.copyOf(sources);
    this.protocols = List.copyOf(protocols);
  }

  /** Whether it cannot be asked before bytes are there. */
  boolean needsBytes() {
    return !protocols.isEmpty();
  }

  /**
   * Asks.
   *
   * @param first borrowed; may be empty
   */
  Detection matches(ConnectionInfo connection, ByteBuf first) {
    ChainMatchConfig wanted = config;
    if (wanted == null) {
      return Detection.MATCH;
    }
    if (!matchesFacts(wanted, connection)) {
      return Detection.NO_MATCH;
    }
    if (protocols.isEmpty()) {
      return Detection.MATCH;
    }
    return first.isReadable() ? detect(protocols, first) : Detection.NEED_MORE;
  }

  private boolean matchesFacts(ChainMatchConfig wanted, ConnectionInfo connection) {
    if (wanted.destinationPort() != null
        && !(connection.local() instanceof InetSocketAddress local
            && local.getPort() == wanted.destinationPort())) {
      return false;
    }
    if (!sources.isEmpty() && sources.stream().noneMatch(s -> s.contains(connection.remote()))) {
      return false;
    }
    if (wanted.transport() != null) {
      String transport = connection.get(Fact.TRANSPORT);
      if (!wanted.transport().equals(transport == null ? "plaintext" : transport)) {
        return false;
      }
    }
    if (!wanted.sni().isEmpty()) {
      String name = connection.get(Fact.SERVER_NAME);
      if (name == null || wanted.sni().stream().noneMatch(pattern -> names(pattern, name))) {
        return false;
      }
    }
    if (!wanted.alpn().isEmpty()) {
      List<String> offered = connection.get(Fact.APPLICATION_PROTOCOLS);
      return offered != null && wanted.alpn().stream().anyMatch(offered::contains);
    }
    return true;
  }

  private static boolean names(String pattern, String name) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    return lower.startsWith("*.")
        ? name.length() > lower.length() - 1 && name.endsWith(lower.substring(1))
        : lower.equals(name);
  }

  /** MATCH if one does, NEED_MORE if none does yet but one may. */
  static Detection detect(List<Candidate> candidates, ByteBuf first) {
    Detection result = Detection.NO_MATCH;
    for (int i = 0; i < candidates.size(); i++) {
      Detection one = candidates.get(i).protocol().detect(first);
      if (one == Detection.MATCH) {
        return one;
      }
      if (one == Detection.NEED_MORE) {
        result = one;
      }
    }
    return result;
  }
}
