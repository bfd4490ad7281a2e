package io.mizzen.spi.route;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.Host;
import java.util.List;
public interface RouterFactory<C extends Record, R extends Record> extends ExtensionFactory {
  Class<C> configType();
  Class<R> routeType();
  Router create(C config, List<RouteEntry<R>> routes, RouteProblems problems, Host host);
}
