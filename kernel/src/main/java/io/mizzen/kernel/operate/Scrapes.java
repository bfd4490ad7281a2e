package io.mizzen.kernel.operate;

import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The metrics as text. While one process takes over from another both are asked, now this one, now
 * that: the one that lets go keeps saying what it said last, which the other has been told. Else a
 * scraper would see a count here that the other does not know yet, and then a smaller one there.
 * Any thread.
 */
final class Scrapes {
  private final MetricsRegistry registry;
  private @Nullable String last; // guarded by this; null while this process is the instance

  Scrapes(MetricsRegistry registry) {
    this.registry = registry;
  }

  /** Writes them; one caller after the other, so that none is at it when they are held. */
  void write(Appendable out) throws IOException {
    String held;
    synchronized (this) {
      held = last;
      if (held == null) {
        PrometheusText.write(registry, out);
        return;
      }
    }
    out.append(held);
  }

  /** From here on they stay as they are, while counting goes on. */
  synchronized void hold() {
    StringBuilder text = new StringBuilder();
    try {
      PrometheusText.write(registry, text);
    } catch (IOException e) {
      throw new UncheckedIOException("no builder of texts does that", e);
    }
    last = text.toString();
  }

  /** They are as they are counted again. */
  synchronized void release() {
    last = null;
  }
}
