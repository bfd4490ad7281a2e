package ${package};

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;

/** What stands under {@code config:}. */
@Doc("Lets so many streams pass in a time.")
public record ${className}Config(
    @Default("100") @Doc("How many, by all workers together.") int streams,
    @Default("1s") @Doc("In what time.") Duration per,
    @Default("1") @Doc("How many may come at once.") int burst) {
  public ${className}Config {
    if (streams < 1 || burst < 1) {
      throw new IllegalArgumentException("streams and burst must be 1 or more");
    }
    if (per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException("per must be longer than nothing");
    }
  }
}
