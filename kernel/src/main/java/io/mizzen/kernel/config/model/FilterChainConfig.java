package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.OfKind;
import io.mizzen.spi.config.RefersTo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to the connections of a listener that match. */
@Doc("A chain of filters with a protocol and a route table, or a TCP proxy.")
public record FilterChainConfig(
    @Nullable @Doc("Its name in views; its position if absent.") String name,
    @Nullable @Doc("Which connections it takes; all if absent, so it must then be the last.")
        ChainMatchConfig match,
    @OfKind("networkFilter") @Doc("What sees the bytes, in order.") List<Component> networkFilters,
    @Nullable @OfKind("protocol") @Doc("The protocol, or 'auto' with the list of candidates.")
        Component protocol,
    @OfKind("filter") @Doc("What sees the streams, in order.") List<Component> filters,
    @Nullable @RefersTo("routeTables") @Doc("The name of the route table.") String routes,
    @Nullable @Doc("Forwards bytes to a cluster without a protocol.") TcpProxyConfig tcpProxy,
    @Default("1MiB") @Doc("How much of a body a filter may hold back or a retry may keep.")
        ByteSize bufferLimit) {
  public FilterChainConfig {
    if ((protocol == null) == (tcpProxy == null)) {
      throw new IllegalArgumentException("a chain has either 'protocol' or 'tcpProxy'");
    }
    if (protocol != null && routes == null) {
      throw new IllegalArgumentException("a chain with a protocol needs 'routes'");
    }
    if (tcpProxy != null && (routes != null || !filters.isEmpty())) {
      throw new IllegalArgumentException("a chain with 'tcpProxy' has neither routes nor filters");
    }
  }
}
