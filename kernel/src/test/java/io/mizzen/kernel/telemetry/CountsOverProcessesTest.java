package io.mizzen.kernel.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one process has counted goes on in another. */
class CountsOverProcessesTest {
  private static final MetricSpec CALLS =
      MetricSpec.counter("mizzen_calls_total", "Calls.", "listener", "result");
  private static final MetricSpec WAITS =
      MetricSpec.histogram("mizzen_waits_seconds", "Waits.", "listener");
  private static final MetricSpec RELOADS =
      MetricSpec.counter("mizzen_reloads_total", "Reloads.", "result");

  private final MetricsRegistry before = registry();
  private final MetricsRegistry after = registry();
  private final CountsTold told = new CountsTold(before);
  private final CountsInherited inherited = new CountsInherited(after);

  private static MetricsRegistry registry() {
    MetricsRegistry registry = new MetricsRegistry();
    registry.declare(List.of(CALLS, WAITS, RELOADS));
    return registry;
  }

  private static long calls(MetricsRegistry registry) {
    return registry.sum(CALLS.name(), Map.of());
  }

  private static String text(MetricsRegistry registry, String name) throws IOException {
    StringBuilder text = new StringBuilder();
    PrometheusText.write(registry, text);
    return String.join("\n", text.toString().lines().filter(l -> l.startsWith(name)).toList());
  }

  @Test
  void countsGoOnWithoutADipAndNothingIsCountedTwice() {
    MetricsScope old = before.scope();
    old.counter(CALLS.name(), "web", "ok").add(7);
    MetricsScope web = after.scope();
    web.counter(CALLS.name(), "web", "ok").add(1);
    assertEquals(0, inherited.add(told.news()));
    assertEquals(8, calls(after));
    assertEquals(List.of(), told.news());
    old.counter(CALLS.name(), "web", "ok").add(2);
    assertEquals(0, inherited.add(told.news()));
    assertEquals(10, calls(after));
  }

  @Test
  void histogramsKeepTheirBucketsAndTheirSum() throws IOException {
    HistogramSeries waits = (HistogramSeries) before.scope().histogram(WAITS.name(), "web");
    for (int i = 1; i <= 1000; i++) {
      waits.record(i * 10_000L, 1, i * 10_000L);
    }
    after.scope().histogram(WAITS.name(), "web");
    inherited.add(told.news());
    waits.record(5_000_000_000L, 3, 15_000_000_000L);
    inherited.add(told.news());
    assertEquals(text(before, WAITS.name()), text(after, WAITS.name()));
  }

  @Test
  void aSeriesThatDoesNotExistYetGoesWithThoseOfTheSameOwner() {
    before.scope().counter(CALLS.name(), "web", "timeout").add(5);
    MetricsScope web = after.scope();
    web.counter(CALLS.name(), "web", "ok");
    assertEquals(0, inherited.add(told.news()));
    assertEquals(5, calls(after));
    web.close();
    assertEquals(0, after.read(CALLS.name(), Map.of()).size());
  }

  @Test
  void whatIsNotConfiguredHereIsDroppedAndCounted() {
    MetricsRegistry other = new MetricsRegistry();
    other.declare(
        List.of(
            MetricSpec.counter("mizzen_other_total", "Other."),
            MetricSpec.counter(CALLS.name(), "Calls.", "listener"),
            MetricSpec.counter(WAITS.name(), "Waits.", "listener")));
    MetricsScope scope = other.scope();
    scope.counter("mizzen_other_total").add(1);
    scope.counter(CALLS.name(), "web").add(1);
    scope.counter(WAITS.name(), "web").add(1);
    after.scope().counter(CALLS.name(), "web", "ok");
    assertEquals(3, inherited.add(new CountsTold(other).news()));
    before.scope().counter(CALLS.name(), "gone", "ok").add(1);
    assertEquals(1, inherited.add(told.news()));
    assertEquals(2, inherited.add(List.of("x\tsomething\tnew", "c\tbroken")));
    assertEquals(0, calls(after));
  }

  @Test
  void wordsOfTheCodeNeedNoOwner() {
    before.permanent().counter(RELOADS.name(), "applied").add(3);
    assertEquals(0, inherited.add(told.news()));
    assertEquals(3, after.sum(RELOADS.name(), Map.of("result", "applied")));
  }

  @Test
  void gaugesAreNotTold() {
    before.permanent().gauge(KernelMetrics.CONFIG_INFO.name(), () -> 1, "v1");
    assertEquals(List.of(), told.news());
  }

  @Test
  void anyTextOfALabelSurvives() {
    String odd = "a=b\tc\\t\n+9 \u4e2d";
    CountLine line =
        new CountLine(MetricSpec.Kind.COUNTER, "n", List.of("l", odd, "m", ""), 4, List.of());
    assertEquals(line, CountLine.parse(line.toString()));
    assertNull(CountLine.parse("c\tn\tl"));
    assertNotNull(CountLine.parse("h\tn\t+1\t5:1"));
  }
}
