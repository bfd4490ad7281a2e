package io.mizzen.xprotocol;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.ShortForm;
import io.mizzen.spi.protocol.ClientProtocol.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Heartbeats on upstream connections. */
@Doc("Heartbeats on upstream connections.")
public record Heartbeats(
    @ShortForm
        @Doc("Sent after that long without bytes from the endpoint; 0s for never.")
        @Default("15s")
        Duration interval,
    @Doc("A heartbeat without an answer for that long has failed.") @Default("1s") Duration timeout,
    @Doc("So many failures in a row end the connection.") @Default("6") int failures) {

  public Heartbeats {
    FrameRules.notNegative("interval", interval);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be longer than 0s, got " + timeout);
    }
    FrameRules.atLeastOne("failures", failures);
  }

  /** As the kernel wants it; null for never. */
  public @Nullable Heartbeat beats() {
    return interval.isZero() ? null : new Heartbeat(interval, timeout, failures);
  }
}
