package io.mizzen.kernel.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  private final MetricsRegistry registry = new MetricsRegistry();

  @Test
  void writesWhatAStrictParserReads() throws Exception {
    fill();
    Map<String, Double> samples = PrometheusParser.parse(text());
    assertEquals(3, samples.get("mizzen_listener_accepted_total{listener=\"web\"}"));
    assertEquals(1, samples.get("mizzen_listener_accepted_total{listener=\"a\\\\b\\\"c\\nd\"}"));
    assertEquals(-7, samples.get("mizzen_pool_pending{cluster=\"upstream\"}"));
  }

  @Test
  void countsDurationsCumulativelyInSeconds() throws Exception {
    Histogram seconds = registry.permanent().histogram("mizzen_stream_seconds", "web", "fake");
    Histogram.Recorder recorder = seconds.recorder(new TestWorker(0));
    recorder.record(1_000_000);
    recorder.record(900_000);
    recorder.record(40_000_000);
    recorder.record(90_000_000_000L);
    Map<String, Double> samples = PrometheusParser.parse(text());
    String labels = "{listener=\"web\",protocol=\"fake\"";
    assertEquals(0, samples.get("mizzen_stream_seconds_bucket" + labels + ",le=\"0.0005\"}"));
    assertEquals(2, samples.get("mizzen_stream_seconds_bucket" + labels + ",le=\"0.001\"}"));
    assertEquals(2, samples.get("mizzen_stream_seconds_bucket" + labels + ",le=\"0.025\"}"));
    assertEquals(3, samples.get("mizzen_stream_seconds_bucket" + labels + ",le=\"60\"}"));
    assertEquals(4, samples.get("mizzen_stream_seconds_count" + labels + "}"));
    assertEquals(90.0419, samples.get("mizzen_stream_seconds_sum" + labels + "}"), 1e-9);
  }

  @Test
  void tellsAboutTheProcessAndItsJvm() throws Exception {
    Map<String, Double> samples = PrometheusParser.parse(text());
    assertTrue(samples.get("process_cpu_seconds_total") > 0);
    assertTrue(samples.get("process_start_time_seconds") > 1_000_000_000);
    assertTrue(samples.get("process_resident_memory_bytes") > 1_000_000);
    assertTrue(samples.get("process_open_fds") > 0);
    assertTrue(samples.get("jvm_memory_used_bytes{area=\"heap\"}") > 0);
    assertTrue(samples.containsKey("jvm_buffer_pool_used_bytes{pool=\"direct\"}"));
    assertTrue(samples.get("jvm_threads_current") > 1);
  }

  @Test
  void leavesOutAGaugeThatFailsAndKeepsTheRest() throws Exception {
    registry
        .permanent()
        .gauge(
            "mizzen_listener_connections",
            () -> {
              throw new IllegalStateException("gone");
            },
            "bad");
    registry.permanent().gauge("mizzen_listener_connections", () -> 2, "good");
    Map<String, Double> samples = PrometheusParser.parse(text());
    assertFalse(samples.containsKey("mizzen_listener_connections{listener=\"bad\"}"));
    assertEquals(2, samples.get("mizzen_listener_connections{listener=\"good\"}"));
  }

  @Test
  void passesPromtoolWhereItIsInstalled() throws Exception {
    Process promtool;
    try {
      promtool =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("promtool is not installed");
      return;
    }
    fill();
    try (var in = promtool.getOutputStream()) {
      in.write(text().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(promtool.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, promtool.exitValue(), said);
  }

  @Test
  void kernelMetricsAreNamedByTheRules() {
    List<String> wrong = new ArrayList<>();
    for (MetricSpec spec : KernelMetrics.ALL) {
      boolean fits =
          switch (spec.kind()) {
            case COUNTER -> spec.name().endsWith("_total");
            case HISTOGRAM -> spec.name().endsWith("_seconds");
            case GAUGE -> !spec.name().endsWith("_total");
          };
      if (!fits || !spec.name().startsWith("mizzen_") || !spec.help().endsWith(".")) {
        wrong.add(spec.name());
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void theReferenceListsEveryDeclaration() {
    Map<String, List<MetricSpec>> sections = new LinkedHashMap<>();
    sections.put("Kernel", KernelMetrics.ALL);
    sections.put("Process", ProcessMetrics.ALL);
    String page = MetricReference.markdown(sections);
    KernelMetrics.ALL.forEach(spec -> assertTrue(page.contains("| `" + spec.name() + "` |")));
    assertTrue(
        page.contains(
            "| `mizzen_stream_total` | counter | `listener`, `protocol`, `result` | Streams that"
                + " ended, by the word that says how. |\n"));
  }

  private void fill() {
    MetricsScope scope = registry.permanent();
    scope.counter("mizzen_listener_accepted_total", "web").add(3);
    scope.counter("mizzen_listener_accepted_total", "a\\b\"c\nd").add(1);
    scope.gauge("mizzen_pool_pending", () -> -7, "upstream");
    scope.gauge("mizzen_config_last_success_timestamp_seconds", () -> 1_700_000_000L);
    for (int i = 0; i < 3; i++) {
      scope
          .histogram("mizzen_filter_seconds", "f" + i)
          .recorder(new TestWorker(i))
          .record(1L << (10 * i));
    }
  }

  private String text() throws IOException {
    StringBuilder out = new StringBuilder();
    PrometheusText.write(registry, out);
    return out.toString();
  }
}
