package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.network.Inspector;
import io.netty.buffer.ByteBuf;

/**
 * Takes a PROXY header off the front of a connection and keeps what it says. It holds no state
 * between calls, so one instance serves all connections.
 */
final class ProxyProtocolInspector implements Inspector {
  private final Trust trust;
  private final Verdict withoutHeader;

  ProxyProtocolInspector(ProxyProtocolInspectorConfig config) {
    this.trust = new Trust(config.trusted());
    this.withoutHeader = config.required() ? Verdict.REJECT : Verdict.DONE;
  }

  @Override
  public Verdict inspect(ByteBuf first, ConnectionInfo facts) {
    if (!trust.holds(facts.peer())) {
      return withoutHeader;
    }
    Header header = TextHeader.read(first);
    if (header.kind() == Header.Kind.ABSENT) {
      header = BinaryHeader.read(first);
    }
    switch (header.kind()) {
      case PARTIAL -> {
        return Verdict.NEED_MORE;
      }
      case ABSENT -> {
        return withoutHeader;
      }
      case BROKEN -> {
        return Verdict.REJECT;
      }
      case COMPLETE -> {
        first.skipBytes(header.length());
        if (header.remote() != null) {
          facts.put(Fact.REMOTE, header.remote());
        }
        if (header.local() != null) {
          facts.put(Fact.LOCAL, header.local());
        }
        return Verdict.DONE;
      }
    }
    throw new IllegalStateException("no such kind: " + header.kind());
  }
}
