package io.mizzen.kernel.config;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.ConfigNode;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.config.OfKind;
import io.mizzen.spi.config.Ratio;
import io.mizzen.spi.config.RefersTo;
import io.mizzen.spi.config.Rest;
import io.mizzen.spi.config.Secret;
import io.mizzen.spi.config.ShortForm;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records like those of a proxy, and a catalogue with extensions for them. */
final class Sample {
  private Sample() {}

  @Doc("The whole configuration.")
  record Root(
      @Default("1") int version,
      @Nullable Node node,
      @Nullable Plugins plugins,
      @Nullable Admin admin,
      @Nullable Telemetry telemetry,
      List<Listener> listeners,
      List<RouteTable> routeTables,
      List<Cluster> clusters) {
    Root {
      if (version != 1) {
        throw new IllegalArgumentException("version must be 1, got " + version);
      }
    }
  }

  record Node(@Nullable String id, Map<String, String> labels) {}

  enum OnLoadError {
    @Doc("do not start")
    FAIL,
    @Doc("start without it")
    SKIP
  }

  record Plugins(
      @Default("[plugins]") List<String> dirs, @Default("fail") OnLoadError onLoadError) {}

  enum Access {
    FULL,
    READ_ONLY
  }

  record Admin(@Nullable String socket, @Nullable Http http, @Nullable @Secret String token) {
    Admin {
      if (token != null && token.length() < 8) {
        throw new IllegalArgumentException("token must have 8 characters, got '" + token + "'");
      }
    }
  }

  record Http(HostPort bind, @Default("readOnly") Access access) {}

  record Telemetry(@Nullable Http http, @Nullable Log log) {}

  record Log(@Default("text") String format, @Default("info") String level) {}

  enum Direction {
    INBOUND,
    OUTBOUND
  }

  record Listener(
      @Doc("The name in logs and metrics.") String name,
      @Doc("Where it accepts connections.") HostPort bind,
      @Nullable Direction direction,
      @Default("true") boolean reusePort,
      @OfKind("inspector") List<Component> inspectors,
      List<FilterChain> filterChains) {}

  record FilterChain(
      @Nullable String name,
      @Nullable ConfigNode match,
      @Nullable Tls tls,
      @OfKind("protocol") Component protocol,
      @OfKind("filter") List<Component> filters,
      @RefersTo("routeTables") String routes) {}

  record Tls(
      @Nullable String mode,
      @Nullable String ca,
      List<Certificate> certificates,
      @Nullable String minVersion) {}

  record Certificate(String cert, @Secret String key) {}

  record RouteTable(String name, @OfKind("router") Component router, List<Route> routes) {}

  record Route(
      @Nullable String name,
      @Nullable @RefersTo("clusters") String cluster,
      @RefersTo("clusters") Map<String, Integer> split,
      @Nullable Duration timeout,
      @Nullable Retry retry,
      @Nullable ConfigNode match,
      @Rest ConfigNode rest) {}

  record Retry(
      @Default("1") int attempts,
      Set<String> conditions,
      @Nullable Duration perTryTimeout,
      @Nullable Backoff backoff,
      @Default("20%") Ratio budget) {
    Retry {
      if (attempts < 0 || attempts > 10) {
        throw new IllegalArgumentException("attempts must be from 0 to 10, got " + attempts);
      }
    }
  }

  record Backoff(@Default("25ms") Duration base, @Default("250ms") Duration max) {
    Backoff {
      if (base.compareTo(max) > 0) {
        throw new IllegalArgumentException("base must not be longer than max");
      }
    }
  }

  record Endpoint(@ShortForm HostPort address, @Default("1") int weight) {}

  record Cluster(
      String name,
      @OfKind("protocol") Component protocol,
      @Default("roundRobin") @OfKind("loadBalancer") Component loadBalancer,
      @Default("1s") Duration connectTimeout,
      @Default("1MiB") ByteSize maxPending,
      @Default("0.5") double panic,
      List<Endpoint> endpoints,
      @Nullable @OfKind("discovery") Component discovery,
      @Nullable Tls tls,
      @Nullable @OfKind("healthCheck") Component healthCheck,
      @Nullable @OfKind("heal") Component selfHeal) {}

  // What plugins would bring.

  record NoConfig() {}

  record Http1(
      @Default("32KiB") ByteSize maxHeaderBytes,
      @Default("100") long maxConnections,
      @Default("60s") Duration keepAlive) {}

  record Bolt(
      @Default("8MiB") ByteSize maxFrame,
      @Default("90s") Duration idleTimeout,
      @Default("15s") Duration heartbeat) {}

  record TlsInspector(
      @Default("300ms") Duration timeout, @Default("plaintext") String whenSilent) {}

  record TokenBucket(
      @Nullable Key key, Rate rate, @Default("1") int burst, @Nullable Reject reject) {}

  record Key(String header) {}

  record Reject(String status, @Nullable Duration retryAfter) {}

  @Doc("a number per time, for example 100/s")
  record Rate(int count, String per) {
    static Rate parse(String text) {
      int slash = text.indexOf('/');
      if (slash < 1) {
        throw new IllegalArgumentException("rate has no time");
      }
      return new Rate(Integer.parseInt(text, 0, slash, 10), text.substring(slash + 1));
    }

    @Override
    public String toString() {
      return count + "/" + per;
    }
  }

  record ConcurrencyLimit(int max, @Default("0") int queue, @Nullable Duration queueTimeout) {}

  record HttpCheck(@Default("/") String path, @Default("5s") Duration interval) {}

  record FileDiscovery(String path) {}

  record Heal(
      @Default("10s") Duration window,
      @Default("20") int minRequests,
      @Default("{}") Eject eject,
      @Default("50%") Ratio maxEjected,
      List<String> failures,
      @Nullable Recovery recovery) {}

  record Eject(@Default("20%") Ratio errorRate, @Default("3") double timesPeers) {}

  record Recovery(
      Duration after,
      @Default("2") double backoff,
      @Default("10m") Duration max,
      @Default("true") boolean probe,
      @Default("60s") Duration rampUp) {}

  /** A plugin with a defect. */
  record Defective(List<String> values) {
    Defective {
      values.get(0);
    }
  }

  record HttpMatch(List<String> hosts, @Nullable String prefix) {}

  record ServiceMatch(String service) {}

  record HttpRoute(@Nullable Reply reply, @Nullable String rewrite) {}

  record Reply(String status, @Nullable String message) {}

  /** Each extension is {@code kind/type}. */
  static ExtensionCatalog catalog() {
    Map<String, Class<? extends Record>> installed = new TreeMap<>();
    installed.put("protocol/http1", Http1.class);
    installed.put("protocol/bolt", Bolt.class);
    installed.put("filter/accessLog", NoConfig.class);
    installed.put("filter/tokenBucket", TokenBucket.class);
    installed.put("inspector/defective", Defective.class);
    installed.put("filter/concurrencyLimit", ConcurrencyLimit.class);
    installed.put("inspector/tlsInspector", TlsInspector.class);
    installed.put("router/httpRouter", NoConfig.class);
    installed.put("router/serviceRouter", NoConfig.class);
    installed.put("loadBalancer/roundRobin", NoConfig.class);
    installed.put("loadBalancer/leastRequest", NoConfig.class);
    installed.put("healthCheck/httpCheck", HttpCheck.class);
    installed.put("discovery/fileDiscovery", FileDiscovery.class);
    installed.put("heal/errorRateBlacklist", Heal.class);
    return new ExtensionCatalog() {
      @Override
      public @Nullable Class<? extends Record> configType(String kind, String type) {
        return installed.get(kind + "/" + type);
      }

      @Override
      public Collection<String> types(String kind) {
        return installed.keySet().stream()
            .filter(key -> key.startsWith(kind + "/"))
            .map(key -> key.substring(kind.length() + 1))
            .toList();
      }

      @Override
      public @Nullable String providedBy(String kind, String type) {
        return type.equals("tokenBucket") ? "limiter 1.4.2" : null;
      }

      @Override
      public @Nullable String knownElsewhere(String kind, String type) {
        return kind.equals("protocol") && type.equals("dubbo") ? "dubbo" : null;
      }
    };
  }

  /** What kernel code does between load and finish: the router's plugin binds its keys. */
  static boolean finish(Loaded<Root> loaded) {
    for (RouteTable table : loaded.origins().all(RouteTable.class)) {
      boolean http = table.router().type().equals("httpRouter");
      for (Route route : table.routes()) {
        if (route.match() != null) {
          Class<? extends Record> match = http ? HttpMatch.class : ServiceMatch.class;
          route.match().bind(match);
        }
        route.rest().bind(HttpRoute.class);
      }
    }
    return loaded.finish();
  }
}
