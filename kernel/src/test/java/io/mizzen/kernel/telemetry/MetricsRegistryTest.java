package io.mizzen.kernel.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {
  private static final String ACCEPTED = KernelMetrics.LISTENER_ACCEPTED.name();
  private static final String CONNECTIONS = KernelMetrics.LISTENER_CONNECTIONS.name();
  private static final String ENDPOINT = KernelMetrics.ENDPOINT_STATE.name();

  private final MetricsRegistry registry = new MetricsRegistry(2);

  @Test
  void addsUpTheCellsOfWorkersAndWhatOtherThreadsAdd() throws Exception {
    Counter counter = registry.permanent().counter(ACCEPTED, "web");
    int perThread = 100_000;
    CountDownLatch done = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      Counter.Cell cell = counter.cell(new TestWorker(i));
      new Thread(
              () -> {
                for (int n = 0; n < perThread; n++) {
                  cell.increment();
                }
                counter.add(5);
                done.countDown();
              })
          .start();
    }
    done.await();
    assertEquals(4 * perThread + 20, counter.sum());
  }

  @Test
  void givesAWorkerTheSameCellAgain() {
    Counter counter = registry.permanent().counter(ACCEPTED, "web");
    assertSame(counter.cell(new TestWorker(3)), counter.cell(new TestWorker(3)));
    assertNotSame(counter.cell(new TestWorker(3)), counter.cell(new TestWorker(0)));
  }

  @Test
  void givesManyCountersOfManyWorkersCellsOfTheirOwn() {
    for (int i = 0; i < 1000; i++) {
      Counter counter = registry.permanent().counter(ACCEPTED, "l" + i);
      counter.cell(new TestWorker(0)).add(i);
      counter.cell(new TestWorker(1)).add(1);
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(i + 1, registry.sum(ACCEPTED, Map.of("listener", "l" + i)));
    }
  }

  @Test
  void refusesWhatWasNotDeclared() {
    MetricsScope scope = registry.permanent();
    assertThrows(IllegalArgumentException.class, () -> scope.counter("mizzen_nothing_total"));
    assertThrows(IllegalArgumentException.class, () -> scope.counter(CONNECTIONS, "web"));
    assertThrows(IllegalArgumentException.class, () -> scope.counter(ACCEPTED));
  }

  @Test
  void refusesADeclarationThatContradictsAnEarlierOne() {
    registry.declare(List.of(MetricSpec.counter("a_total", "A.", "x")));
    registry.declare(List.of(MetricSpec.counter("a_total", "A.", "x")));
    assertThrows(
        IllegalArgumentException.class,
        () -> registry.declare(List.of(MetricSpec.counter("a_total", "A.", "y"))));
  }

  @Test
  void letsAPluginUseItsOwnMetricsOnly() {
    MetricSpec own = MetricSpec.counter("own_total", "Own.");
    registry.declare(List.of(own));
    MetricsScope plugin = registry.scope(List.of(own));
    plugin.counter("own_total").add(1);
    assertThrows(IllegalArgumentException.class, () -> plugin.counter(ACCEPTED, "web"));
  }

  @Test
  void countsOnOverAReloadAndForgetsWhenNobodyIsLeft() {
    MetricsScope before = registry.scope();
    Counter first = before.counter(ACCEPTED, "web");
    before.counter(ACCEPTED, "web").add(3);
    MetricsScope after = registry.scope();
    assertSame(first, after.counter(ACCEPTED, "web"));
    before.close();
    before.close();
    assertEquals(3, registry.sum(ACCEPTED, Map.of()));
    after.close();
    assertEquals(List.of(), registry.read(ACCEPTED, Map.of()));
    first.cell(new TestWorker(0)).increment();
    assertEquals(0, registry.scope().counter(ACCEPTED, "web").sum());
  }

  @Test
  void asksTheNewestOwnerOfAGaugeAndThenTheOneBefore() throws Exception {
    MetricsScope before = registry.scope();
    before.gauge(CONNECTIONS, () -> 1, "web");
    AutoCloseable newest = registry.scope().gauge(CONNECTIONS, () -> 2, "web");
    assertEquals(2, registry.sum(CONNECTIONS, Map.of("listener", "web")));
    newest.close();
    newest.close();
    assertEquals(1, registry.sum(CONNECTIONS, Map.of("listener", "web")));
    before.close();
    assertEquals(List.of(), registry.read(CONNECTIONS, Map.of()));
  }

  @Test
  void foldsEndpointsAboveTheCapAndSaysSo() {
    MetricsScope scope = registry.scope();
    scope.gauge(ENDPOINT, () -> 2, "c", "a:1");
    scope.gauge(ENDPOINT, () -> 2, "c", "b:1");
    scope.gauge(ENDPOINT, () -> 1, "c", "c:1");
    scope.gauge(ENDPOINT, () -> 1, "c", "d:1");
    assertEquals(3, registry.read(ENDPOINT, Map.of()).size());
    assertEquals(2, registry.sum(ENDPOINT, Map.of("endpoint", "other")));
    assertEquals(2, registry.sum(KernelMetrics.METRIC_LABELS_FOLDED.name(), Map.of()));
    scope.close();
    registry.scope().gauge(ENDPOINT, () -> 2, "c", "e:1");
    assertEquals(1, registry.read(ENDPOINT, Map.of("endpoint", "e:1")).size());
  }

  @Test
  void showsEverySeriesToDropwizardReporters() {
    MetricsScope scope = registry.scope();
    scope.counter(ACCEPTED, "we\"b").add(7);
    scope.gauge(CONNECTIONS, () -> 4, "web");
    Histogram seconds = scope.histogram(KernelMetrics.STREAM_SECONDS.name(), "web", "fake");
    seconds.recorder(new TestWorker(0)).record(1_000_000);
    String counter = "mizzen_listener_accepted_total{listener=\"we\\\"b\"}";
    assertEquals(7, registry.dropwizard().getCounters().get(counter).getCount());
    assertEquals(
        4L,
        registry
            .dropwizard()
            .getGauges()
            .get("mizzen_listener_connections{listener=\"web\"}")
            .getValue());
    var histogram =
        registry
            .dropwizard()
            .getHistograms()
            .get("mizzen_stream_seconds{listener=\"web\",protocol=\"fake\"}");
    assertEquals(1, histogram.getCount());
    assertEquals(1_000_000, histogram.getSnapshot().getMedian(), 10_000);
    scope.close();
    assertFalse(registry.dropwizard().getMetrics().containsKey(counter));
  }

  @Test
  void readsPercentilesInTotalAndSinceTheLastTime() {
    Histogram a = registry.permanent().histogram("mizzen_stream_seconds", "web", "fake");
    Histogram b = registry.permanent().histogram("mizzen_stream_seconds", "rpc", "fake");
    HistogramView all = registry.view("mizzen_stream_seconds", Map.of());
    HistogramView web = registry.view("mizzen_stream_seconds", Map.of("listener", "web"));
    for (int i = 1; i <= 100; i++) {
      a.recorder(new TestWorker(0)).record(i * 1_000_000L);
      b.recorder(new TestWorker(1)).record(5_000_000_000L);
    }
    assertEquals(200, all.sinceLast().count());
    assertEquals(0, all.sinceLast().count());
    assertEquals(0, all.sinceLast().p99());
    a.recorder(new TestWorker(1)).record(7_000_000);
    assertEquals(1, all.sinceLast().count());
    Percentiles total = web.total();
    assertEquals(101, total.count());
    assertEquals(50_000_000, total.p50(), 1_000_000);
    assertEquals(99_000_000, total.p99(), 1_500_000);
    assertTrue(total.max() >= 100_000_000);
  }
}
