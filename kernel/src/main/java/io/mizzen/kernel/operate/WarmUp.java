package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.WarmUpConfig;
import io.mizzen.kernel.network.MayWait;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the code of this process compiled before callers come: a JVM that has just started is slow,
 * and its callers would feel it. Runs made-up requests through a shadow of what is configured, made
 * of the same classes on the same workers, so that the compilers see what they will see later:
 *
 * <pre>
 *   caller ──▶ listener, protocol, filters, router, balancer, pool ──▶ listener that answers itself
 *   (a pool)   (the shadow of a configured chain, on the loopback)     (the upstream)
 * </pre>
 *
 * <p>The shadow has metrics, pools and connections of its own and is thrown away; it reaches no
 * endpoint, no log and no limit. It knows nothing of protocols but the samples they give.
 */
public final class WarmUp {
  static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** HotSpot begins to note what it sees in a method after about 200 calls. */
  private static final int FIRST_STAGE = 200;

  /** What is compiled after that long is no longer about the made-up requests. */
  private static final long MOST_REST_NANOS = 1_000_000_000;

  private final PluginSet plugins;
  private final Workers workers;
  private final ScheduledExecutorService background;
  private final Path configFolder;
  private final Path instanceFolder;
  private final Operations operations;

  /** With what the hosts of plugins need, but for metrics. */
  public WarmUp(
      PluginSet plugins,
      Workers workers,
      ScheduledExecutorService background,
      Path configFolder,
      Path instanceFolder,
      Operations operations) {
    this.plugins = plugins;
    this.workers = workers;
    this.background = background;
    this.configFolder = configFolder;
    this.instanceFolder = instanceFolder;
    this.operations = operations;
  }

  /**
   * What was done.
   *
   * @param stages what was warmed: {@code listener protocol > cluster protocol}
   * @param answered made-up requests that went all the way and back
   * @param failed others; their code is cold
   */
  public record Result(List<String> stages, long answered, long failed, Duration took) {}

  /** Runs; what goes wrong is told and harms nothing. Takes as long as the configuration says. */
  @MayWait("the start of the process")
  public Result run(Blueprint blueprint) {
    WarmUpConfig config = blueprint.config().warmUp();
    long begin = System.nanoTime();
    long until = begin + config.max().toNanos();
    MetricsRegistry registry = new MetricsRegistry();
    List<WarmUpPart> parts = parts(blueprint, registry);
    List<String> names = new ArrayList<>();
    long answered = 0;
    long failed = 0;
    for (int i = 0; i < parts.size(); i++) {
      long now = System.nanoTime();
      // Each gets an even share of the time that is left.
      long share = Math.max(0, until - now) / (parts.size() - i);
      try {
        Tally tally = warm(parts.get(i), registry, config.requests(), share);
        names.add(parts.get(i).name());
        answered += tally.answered;
        failed += tally.failed;
      } catch (IOException | RuntimeException e) {
        // Slower at first, and else as good: no reason not to start.
        LOG.warn("{} begins cold: {}", parts.get(i).name(), e.getMessage());
      } finally {
        parts.get(i).close();
      }
    }
    long compiling =
        CompilerRest.await(Math.min(MOST_REST_NANOS, Math.max(0, until - System.nanoTime())));
    // What the made-up requests left behind, or its collection would be in the way of a real one.
    System.gc();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    if (answered + failed > 0) {
      LOG.info(
          "warm after {} made-up requests in {} ms, {} ms of it for compilers: {}",
          answered + failed,
          took.toMillis(),
          compiling / 1_000_000,
          String.join(", ", names));
    }
    return new Result(names, answered, failed, took);
  }

  private List<WarmUpPart> parts(Blueprint blueprint, MetricsRegistry registry) {
    Hosts hosts =
        new Hosts(
            plugins,
            registry,
            workers.asSpi(),
            background,
            configFolder,
            instanceFolder,
            operations);
    return new WarmUpPlan(plugins, hosts, workers, blueprint).parts();
  }

  /** What the stages of one part came to. */
  private static final class Tally {
    long answered;
    long failed;
  }

  /**
   * In stages of twice as many requests each, with connections of their own. The compilers go by
   * what they have seen; had no connection come or ended while the rest ran hot, the first real one
   * that does would cost all that was compiled.
   */
  private Tally warm(WarmUpPart parts, MetricsRegistry registry, int requests, long mostNanos)
      throws IOException {
    Tally tally = new Tally();
    long until = System.nanoTime() + mostNanos;
    int size = FIRST_STAGE;
    int left = requests;
    for (long time = mostNanos; left > 0 && time > 0; time = until - System.nanoTime()) {
      int now = Math.min(size, left);
      try (WarmUpStage stage = parts.stage(workers, registry)) {
        stage.open();
        WarmUpRound round = stage.run(now, time, instanceFolder);
        tally.answered += round.answeredTotal();
        tally.failed += round.failedTotal();
        if (!round.lastFailure().isEmpty()) {
          LOG.debug("{}: {}", parts.name(), round.lastFailure());
        }
      }
      left -= now;
      size *= 2;
    }
    return tally;
  }
}
