package io.mizzen.kernel.upstream;

import io.mizzen.kernel.config.model.HealthCheckConfig;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.network.TimerNode;
import io.mizzen.spi.upstream.HealthCheck;
import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the endpoints of one cluster for their health, each on a fresh connection, on one worker.
 * The first question comes at a random moment of the interval, so that many clusters do not ask at
 * once.
 */
public final class HealthChecks {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

  private final Cluster cluster;
  private final HealthCheckConfig config;
  private final HealthCheck check;
  private final KernelWorker worker;
  private final Map<EndpointState, Patient> patients = new HashMap<>();
  private final Round round = new Round();
  private boolean stopped;

  public HealthChecks(
      Cluster cluster, HealthCheckConfig config, HealthCheck check, KernelWorker worker) {
    this.cluster = cluster;
    this.config = config;
    this.check = check;
    this.worker = worker;
  }

  /** Begins; any thread. */
  public void start() {
    worker.execute(round::fire);
  }

  /** Ends; any thread. */
  public void stop() {
    worker.execute(
        () -> {
          stopped = true;
          worker.cancel(round);
          patients.values().forEach(Patient::stop);
          patients.clear();
        });
  }

  /** Looks regularly which endpoints there are: cheaper than being told of each change. */
  private final class Round extends TimerNode {
    @Override
    protected void fire() {
      if (stopped) {
        return;
      }
      Set<EndpointState> present = new HashSet<>(cluster.endpoints());
      patients
          .entrySet()
          .removeIf(
              known -> {
                boolean gone = !present.contains(known.getKey());
                if (gone) {
                  known.getValue().stop();
                }
                return gone;
              });
      boolean first = patients.isEmpty();
      for (EndpointState endpoint : cluster.endpoints()) {
        if (!patients.containsKey(endpoint)) {
          Patient patient = new Patient(endpoint);
          patients.put(endpoint, patient);
          patient.begin(first);
        }
      }
      worker.schedule(this, Math.min(config.interval().toNanos(), 1_000_000_000L));
    }
  }

  /** One endpoint and the question that is under way. */
  private final class Patient extends TimerNode implements LinkHandler {
    private final EndpointState endpoint;
    private HealthCheck.@Nullable Probe probe;
    private @Nullable Link link;

    Patient(EndpointState endpoint) {
      this.endpoint = endpoint;
    }

    void begin(boolean atOnce) {
      long interval = config.interval().toNanos();
      worker.schedule(this, atOnce ? 0 : worker.random(1000) * (interval / 1000));
    }

    void stop() {
      worker.cancel(this);
      Link open = link;
      link = null;
      probe = null;
      if (open != null) {
        open.abort();
      }
    }

    @Override
    protected void fire() {
      if (probe != null) {
        verdict(false, "no answer in time");
        return;
      }
      SocketAddress target = endpoint.target();
      if (target == null) {
        verdict(false, "name not known");
        return;
      }
      probe = check.newProbe();
      worker.schedule(this, config.timeout().toNanos());
      int millis = (int) Math.max(1, config.timeout().toMillis());
      link = cluster.dialer().dial(worker, target, millis, cluster.bufferHigh(), this);
    }

    @Override
    public void onConnected() {
      HealthCheck.Probe asking = probe;
      Link open = link;
      if (asking == null || open == null) {
        return;
      }
      judge(asking.ask(endpoint.address(), open.space(Cluster.PREAMBLE_SPACE)));
    }

    @Override
    public void onBytes(ByteBuf in) {
      HealthCheck.Probe asking = probe;
      if (asking == null) {
        in.skipBytes(in.readableBytes());
      } else {
        judge(asking.hear(in));
      }
    }

    private void judge(HealthCheck.Verdict verdict) {
      if (verdict != HealthCheck.Verdict.PENDING) {
        verdict(verdict == HealthCheck.Verdict.HEALTHY, "check answered badly");
      }
    }

    @Override
    public void onInputClosed(ByteBuf in) {
      if (probe != null) {
        verdict(false, "closed without an answer");
      }
    }

    @Override
    public void onWritable(Writable state) {
      // A question is small.
    }

    @Override
    public void onClosed(End end) {
      if (probe != null) {
        verdict(false, end == End.NOT_CONNECTED ? "not reachable" : "closed without an answer");
      }
    }

    private void verdict(boolean well, String reason) {
      cluster.metrics().checked(well);
      probe = null;
      Link open = link;
      link = null;
      if (open != null) {
        open.abort();
      }
      int before = endpoint.row();
      int row = well ? Math.max(before, 0) + 1 : Math.min(before, 0) - 1;
      endpoint.row(row);
      // The first answer ever decides alone, so that a start does not wait for a row.
      int needed = before == 0 ? 1 : well ? config.rise() : config.fall();
      if (Math.abs(row) >= needed
          && endpoint.healthy(well, well ? "healthy" : "unhealthy: " + reason)) {
        LOG.info(
            "cluster {}: endpoint {} is {}",
            cluster.name(),
            endpoint.address(),
            well ? "healthy" : "unhealthy: " + reason);
        cluster.healthChanged();
      }
      worker.schedule(this, config.interval().toNanos());
    }
  }
}
