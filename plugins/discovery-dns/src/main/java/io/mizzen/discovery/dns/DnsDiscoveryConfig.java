package io.mizzen.discovery.dns;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.HostPort;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.List;

/** Which name, and how it is asked for. */
@Doc("Endpoints from a DNS name (A and AAAA records) and a port.")
public record DnsDiscoveryConfig(
    @Doc("The name.") String host,
    @Doc("The port of every endpoint, 1 to 65535.") int port,
    @Default("30s")
        @Doc(
            "The name is asked for again when its time to live is over (not before 1s), at the latest"
                + " after this; at least 1s.")
        Duration refresh,
    @Default("any") @Doc("Which addresses are taken.") Family family,
    @Default("2s") @Doc("How long to wait for an answer before the next server is asked.")
        Duration timeout,
    @Doc("Addresses of name servers, as in 10.0.0.2:53; those of the system if absent.")
        List<HostPort> nameServers) {
  public DnsDiscoveryConfig {
    if (host.isBlank() || host.length() > 255) {
      throw new IllegalArgumentException("host must be a name, got '" + host + "'");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be from 1 to 65535, got " + port);
    }
    if (refresh.toMillis() < 1000) {
      throw new IllegalArgumentException("refresh must be at least 1s, got " + refresh);
    }
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1ms, got " + timeout);
    }
    for (HostPort server : nameServers) {
      boolean address =
          NetUtil.isValidIpV4Address(server.host()) || NetUtil.isValidIpV6Address(server.host());
      if (!address || server.port() < 1) {
        throw new IllegalArgumentException(
            "nameServers are addresses with a port, as in 10.0.0.2:53, got '" + server + "'");
      }
    }
  }

  /** Which kinds of addresses are taken. */
  public enum Family {
    @Doc("IPv4 only.")
    V4,
    @Doc("IPv6 only.")
    V6,
    @Doc("Both; IPv4 first where one is chosen.")
    ANY
  }
}
