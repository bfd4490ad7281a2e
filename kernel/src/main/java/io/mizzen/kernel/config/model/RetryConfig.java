package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.Ratio;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a failed try is repeated. A request that cannot be repeated safely never is. */
public record RetryConfig(
    @Default("1") @Doc("Tries beyond the first; 0 for none.") int attempts,
    @Default("[connect_failed]") @Doc("The 'why' words after which a try is repeated.")
        List<String> conditions,
    @Nullable @Doc("How long one try may take; as long as the whole if absent.")
        Duration perTryTimeout,
    @Default("safe") @Doc("Which requests may be sent again although they may have been done.")
        Requests requests,
    @Default("{}") @Doc("How long to wait before the next try.") BackoffConfig backoff,
    @Default("20%")
        @Doc(
            "Retries may be at most this share of the cluster's open requests (but three always may).")
        Ratio budget) {
  public RetryConfig {
    if (attempts < 0 || attempts > 10) {
      throw new IllegalArgumentException("attempts must be from 0 to 10, got " + attempts);
    }
  }

  /** Which requests may be sent again although they may have been done. */
  public enum Requests {
    @Doc("Those that the protocol calls safe to repeat.")
    SAFE,
    @Doc("All: the services bear it.")
    ALL
  }

  /** Waiting time before a retry: random up to base x (2^n - 1), at most max. */
  public record BackoffConfig(@Default("25ms") Duration base, @Default("250ms") Duration max) {}
}
