package io.mizzen.inspector.tls;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;

/** How long to wait for a client's greeting, and what to do without one. */
@Doc("Tells TLS, TLCP and plain text apart by the first bytes of a connection.")
public record TlsInspectorConfig(
    @Default("5s")
        @Doc(
            "How long the rest of a TLS greeting may take once its first byte is there; after that"
                + " the connection is refused. Also how long to wait for a first byte, if"
                + " whenSilent is not 'wait'.")
        Duration timeout,
    @Default("wait") @Doc("What happens to a connection on which nothing comes in that time.")
        WhenSilent whenSilent) {
  public TlsInspectorConfig {
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1ms, got " + timeout);
    }
  }

  /** What happens to a connection without a byte. */
  public enum WhenSilent {
    @Doc("It may stay silent as long as the listener allows: pools connect long before they send.")
    WAIT,
    @Doc("It goes on as plain text: for protocols in which the server speaks first.")
    PLAINTEXT,
    @Doc("It is refused.")
    REJECT
  }
}
