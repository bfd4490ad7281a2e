package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;
import java.util.List;

/** How a listener takes PROXY headers. */
@Doc("Takes PROXY headers (v1 and v2) from the proxies in front of this listener.")
public record ProxyProtocolInspectorConfig(
    @Doc(
            "Networks of the proxies that may say who calls, as in 10.0.0.0/8; the word 'unix' for"
                + " peers on a unix socket. Whoever is trusted can name any caller.")
        List<String> trusted,
    @Default("true")
        @Doc(
            "true: a connection without a header, or from a peer that is not trusted, is refused."
                + " false: it is taken as it is, and bytes of an untrusted peer are not looked at.")
        boolean required,
    @Default("3s") @Doc("How long the rest of a header may take once its first byte is there.")
        Duration timeout) {
  public ProxyProtocolInspectorConfig {
    if (trusted.isEmpty()) {
      throw new IllegalArgumentException(
          "trusted names no network: nobody's header would be taken (all peers: 0.0.0.0/0 and"
              + " ::/0)");
    }
    new Trust(trusted);
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1ms, got " + timeout);
    }
  }
}
