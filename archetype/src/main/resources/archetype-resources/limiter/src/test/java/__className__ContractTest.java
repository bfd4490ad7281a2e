package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.limit.Limiter;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FactoryContract;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.LimiterContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every limiter of Mizzen keeps, and what this one does. */
final class ${className}ContractTest {
  private static final long SECOND = 1_000_000_000L;

  private static Limiter newLimiter(int streams, int burst, FakeHost host) {
    Map<String, ?> config =
        Map.of("streams", streams, "per", Duration.ofSeconds(1), "burst", burst);
    return new ${className}Factory()
        .create(ConfigRecords.with(${className}Config.class, config), host);
  }

  @Nested
  final class Limits extends LimiterContract {
    @Override
    protected Limiter limiter(FakeHost host) {
      return newLimiter(10, 1, host);
    }

    @Test
    void aBurstPassesAndThenTheRate() {
      try (FakeHost host = FakeHost.of(new ${className}Plugin())) {
        Limiter limiter = newLimiter(10, 3, host);
        assertEquals(3, passing(limiter, host, 20), "the burst");
        host.worker().advance(SECOND / 2);
        assertEquals(3, passing(limiter, host, 20), "the burst again, and no more");
        host.worker().advance(SECOND / 10);
        assertEquals(1, passing(limiter, host, 20), "the rate");
        assertEquals(7, host.metrics().count(${className}Limiter.DECISIONS, "passed"));
        assertEquals(53, host.metrics().count(${className}Limiter.DECISIONS, "refused"));
      }
    }
  }

  @Nested
  final class Factory extends FactoryContract {
    @Override
    protected MizzenPlugin plugin() {
      return new ${className}Plugin();
    }

    @Override
    protected List<Refusal> refusals() {
      return List.of(new Refusal(${className}Config.class, "burst", 0));
    }
  }
}
