package io.mizzen.testkit.proxy;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.Host;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;
import io.mizzen.spi.upstream.PickContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The router {@code everything} and the load balancer {@code first}: what a proxy in a test of
 * something else needs, since the kernel has neither.
 */
final class Choices implements MizzenPlugin {
  /** Nothing to say. */
  record Nothing() {}

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.ROUTERS, new Everything());
    registrar.add(ExtensionPoints.LOAD_BALANCERS, new First());
  }

  /** The first route of the table, whatever is asked. */
  private static final class Everything implements RouterFactory<Nothing, Nothing> {
    @Override
    public String type() {
      return "everything";
    }

    @Override
    public String summary() {
      return "The first route takes every request.";
    }

    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public Class<Nothing> routeType() {
      return Nothing.class;
    }

    @Override
    public Router create(
        Nothing config, List<RouteEntry<Nothing>> routes, RouteProblems problems, Host host) {
      return (head, stream) -> routes.isEmpty() ? null : routes.get(0).route();
    }
  }

  /** The first endpoint that may be used. */
  private static final class First implements LoadBalancerFactory<Nothing> {
    @Override
    public String type() {
      return "first";
    }

    @Override
    public String summary() {
      return "The first endpoint that may be used.";
    }

    @Override
    public Class<Nothing> configType() {
      return Nothing.class;
    }

    @Override
    public LoadBalancer.Builder create(Nothing config, Host host) {
      return (endpoints, worker) -> context -> first(endpoints, context);
    }

    private static @Nullable Endpoint first(List<Endpoint> endpoints, PickContext context) {
      for (Endpoint endpoint : endpoints) {
        if (context.usable(endpoint) == PickContext.Usable.YES) {
          return endpoint;
        }
      }
      return null;
    }
  }
}
