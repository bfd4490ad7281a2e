package io.mizzen.kernel.fake;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.Host;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;
import io.mizzen.spi.upstream.PickContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everything a configuration of the tests can name. Filters are what a test puts in. */
public final class FakePlugin implements MizzenPlugin {
  private final Map<String, StreamFilter> filters = new ConcurrentHashMap<>();
  public final FakeQuota quota = new FakeQuota();

  /** Gives the filter {@code {type: script, config: {use: name}}} its behaviour. */
  public void filter(String name, StreamFilter filter) {
    filters.put(name, filter);
  }

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new FakeProtocol("fake", FakeProtocol.MANY));
    registrar.add(ExtensionPoints.PROTOCOLS, new FakeProtocol("turns", FakeProtocol.TURNS));
    registrar.add(ExtensionPoints.PROTOCOLS, new FakeProtocol("credit", FakeProtocol.CREDIT));
    registrar.add(ExtensionPoints.ROUTERS, new ByService());
    registrar.add(ExtensionPoints.LOAD_BALANCERS, new InOrder());
    registrar.add(ExtensionPoints.STREAM_FILTERS, new Script());
    registrar.add(ExtensionPoints.LIMITERS, quota);
  }

  /** Nothing to say. */
  public record Nothing() {}

  /** Which service a route is for; every one if absent. */
  public record Match(@Nullable String service) {}

  /** Which filter. */
  public record Use(String use) {}

  private static final class ByService implements RouterFactory<Nothing, Match> {
    @Override
    public String type() {
      return "byService";
    }

    @Override
    public String summary() {
      return "Routes by the name of the service.";
    }

    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Class<Match> routeType() {
      return Match.class;
    }

    @Override
    public Router create(
        Nothing config, List<RouteEntry<Match>> routes, RouteProblems problems, Host host) {
      for (RouteEntry<Match> entry : routes) {
        if ("refused".equals(entry.spec().service())) {
          problems.error(entry.route(), "service", "service must not be 'refused'");
        }
      }
      return new Router() {
        @Override
        public @Nullable Route match(RequestHead head, StreamContext stream) {
          for (RouteEntry<Match> entry : routes) {
            String service = entry.spec().service();
            if (service == null || service.contentEquals(head.service())) {
              return entry.route();
            }
          }
          return null;
        }

        @Override
        public Level needs(Route route) {
          return routes.get(route.index()).spec().service() == null ? Level.LIGHT : Level.MEDIUM;
        }
      };
    }
  }

  private static final class InOrder implements LoadBalancerFactory<Nothing> {
    @Override
    public String type() {
      return "inOrder";
    }

    @Override
    public String summary() {
      return "The first endpoint that is usable.";
    }

    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public LoadBalancer.Builder create(Nothing config, Host host) {
      return (endpoints, worker) ->
          context -> {
            for (Endpoint endpoint : endpoints) {
              if (context.usable(endpoint) == PickContext.Usable.YES) {
                return endpoint;
              }
            }
            return null;
          };
    }
  }

  private final class Script implements StreamFilterFactory<Use> {
    @Override
    public String type() {
      return "script";
    }

    @Override
    public String summary() {
      return "Does what a test says.";
    }

    @Override
    public Class<Use> configType() {
      return Use.class;
    }

    @Override
    public StreamFilter create(Use config, Host host) {
      StreamFilter filter = filters.get(config.use());
      if (filter == null) {
        throw new IllegalArgumentException("no filter '" + config.use() + "' in this test");
      }
      return filter;
    }

    /** Only those that a test calls so. */
    @Override
    public @Nullable StreamFilter createForWarmUp(Use config, Host host) {
      return config.use().startsWith("warm") ? create(config, host) : null;
    }
  }
}
