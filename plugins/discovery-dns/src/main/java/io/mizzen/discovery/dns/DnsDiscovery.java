package io.mizzen.discovery.dns;

import io.mizzen.discovery.dns.Lookup.Answer;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.EndpointSpec;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a name again and again and tells changes.
 *
 * <pre>
 *   start -> ask -> found:  tell if it changed; again when the time to live is over
 *             ^     failed: tell once, keep the last set; again after 1s, 2s, 4s ... up to refresh
 *             +------+
 * </pre>
 *
 * <p>Both waits are stretched by up to a tenth at random, or all proxies of a fleet that began
 * together would ask together for ever. A name that vanished (NXDOMAIN) is a failure like others:
 * an operator's slip in a zone file must not empty a cluster that works.
 */
final class DnsDiscovery implements Discovery {
  /** For records with a time to live of 0, and after the first failure. */
  private static final long MIN_WAIT_MILLIS = 1000;

  private static final double JITTER = 0.1;

  private final DnsDiscoveryConfig config;
  private final Mode mode;
  private final Supplier<Lookup> open;
  private final SharedLoop loop;

  private @Nullable Lookup lookup;
  private @Nullable Watcher watcher;
  private boolean closed;

  private @Nullable List<String> told;
  private String failure = "";
  private int failures;

  /** What the addresses of a name are. */
  enum Mode {
    /** Each is an endpoint. */
    STRICT,
    /**
     * They are doors of one service, of which one is used: the same as long as it is in the answer,
     * since a name that rotates its addresses would otherwise cost all connections each time.
     */
    LOGICAL
  }

  /**
   * @param open opens the lookup at start; it holds the loop, which is released at close
   */
  DnsDiscovery(DnsDiscoveryConfig config, Mode mode, Supplier<Lookup> open, SharedLoop loop) {
    this.config = config;
    this.mode = mode;
    this.open = open;
    this.loop = loop;
  }

  @Override
  public synchronized void start(Watcher watcher) {
    this.watcher = watcher;
    Lookup opened = open.get();
    lookup = opened;
    opened.later(0, this::ask);
  }

  /** Synchronized with the telling: no call of the watcher begins after it. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (lookup != null) {
      lookup.close();
      loop.release();
    }
  }

  private synchronized void ask() {
    if (!closed && lookup != null) {
      lookup.ask(this::onAnswer);
    }
  }

  private synchronized void onAnswer(Answer answer) {
    Lookup open = lookup;
    Watcher listener = watcher;
    if (closed || open == null || listener == null) {
      return;
    }
    // Before the telling: whatever the watcher does, the name is asked for again.
    if (answer instanceof Answer.Found found) {
      failures = 0;
      failure = "";
      open.later(stretched(waitMillis(found.ttlSeconds())), this::ask);
      tell(found.addresses(), listener);
    } else if (answer instanceof Answer.Failed failed) {
      open.later(stretched(backOffMillis()), this::ask);
      failures++;
      if (!failed.sentence().equals(failure)) {
        failure = failed.sentence();
        listener.onFailure(failure);
      }
    }
  }

  private void tell(List<InetAddress> found, Watcher listener) {
    List<String> addresses = found.stream().map(this::endpoint).distinct().toList();
    List<String> present = told;
    if (mode == Mode.LOGICAL) {
      if (present != null && addresses.contains(present.get(0))) {
        return;
      }
      addresses = addresses.subList(0, 1);
    } else {
      // Name servers rotate their answers; the order means nothing.
      addresses = addresses.stream().sorted().toList();
    }
    if (!addresses.equals(present)) {
      told = List.copyOf(addresses);
      listener.onEndpoints(addresses.stream().map(EndpointSpec::of).toList());
    }
  }

  private String endpoint(InetAddress address) {
    return new HostPort(NetUtil.toAddressString(address), config.port()).toString();
  }

  private long waitMillis(long ttlSeconds) {
    long refresh = config.refresh().toMillis();
    return ttlSeconds < 0
        ? refresh
        : Math.min(refresh, Math.max(MIN_WAIT_MILLIS, ttlSeconds * 1000));
  }

  private long backOffMillis() {
    // 2^20 seconds are beyond any refresh; the shift must not overflow.
    return Math.min(config.refresh().toMillis(), MIN_WAIT_MILLIS << Math.min(failures, 20));
  }

  private static long stretched(long millis) {
    return (long) (millis * (1 + ThreadLocalRandom.current().nextDouble(JITTER)));
  }
}
