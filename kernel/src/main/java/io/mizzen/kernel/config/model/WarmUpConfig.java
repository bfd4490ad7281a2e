package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;

/** Made-up requests that have the code of a new process compiled before callers come. */
@Doc(
    "A new process runs made-up requests through its own listeners, filters, routers and codecs, so"
        + " that this code is compiled when callers come. Nobody else sees them.")
public record WarmUpConfig(
    @Default("takeOver") @Doc("Which processes do so.") When when,
    @Default("20000") @Doc("Made-up requests for each protocol that is configured.") int requests,
    @Default("10s") @Doc("It takes no longer than that, all protocols together.") Duration max) {
  public WarmUpConfig {
    if (requests < 1 || requests > 10_000_000) {
      throw new IllegalArgumentException("requests must be from 1 to 10000000, got " + requests);
    }
    if (max.isNegative()) {
      throw new IllegalArgumentException("max must not be negative");
    }
  }

  /** Which processes warm up. */
  public enum When {
    @Doc("None: the first callers of every process wait for its compiler.")
    NEVER,
    @Doc(
        "One that takes over from another, which serves meanwhile. A first start is not held up:"
            + " nobody else would serve.")
    TAKE_OVER,
    @Doc(
        "A first start too: it listens and serves at once, and is ready (GET /ready, phase READY)"
            + " when it is warm. For rolling updates, in which others serve until then.")
    ALWAYS
  }
}
