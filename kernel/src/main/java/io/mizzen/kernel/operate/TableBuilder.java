package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Origins;
import io.mizzen.kernel.config.Problem;
import io.mizzen.kernel.config.Words;
import io.mizzen.kernel.config.model.ReplyConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.config.model.RouteConfig;
import io.mizzen.kernel.config.model.RouteTableConfig;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the route tables of a blueprint; equal tables are taken over with their counters. */
final class TableBuilder {
  private final Maker maker;
  private final PluginSet plugins;
  private final Origins origins;
  private final int workers;
  private final @Nullable Blueprint before;

  TableBuilder(Maker maker, int workers, @Nullable Blueprint before) {
    this.maker = maker;
    this.plugins = maker.plugins();
    this.origins = maker.origins();
    this.workers = workers;
    this.before = before;
  }

  Map<String, RouteTable> build(RootConfig root) {
    Map<String, RouteTable> tables = new LinkedHashMap<>();
    for (RouteTableConfig config : root.routeTables()) {
      RouteTable table = table(config);
      if (table != null) {
        tables.put(config.name(), table);
      }
    }
    return tables;
  }

  private @Nullable RouteTable table(RouteTableConfig config) {
    Registration<RouterFactory<?, ?>> found =
        plugins.find(ExtensionPoints.ROUTERS, config.router().type());
    if (found == null) {
      return null;
    }
    return of(found.factory(), maker.hostOf(found), config);
  }

  private <C extends Record, R extends Record> @Nullable RouteTable of(
      RouterFactory<C, R> factory, Host host, RouteTableConfig config) {
    List<KernelRoute> routes = new ArrayList<>();
    List<RouteEntry<R>> entries = new ArrayList<>();
    boolean sound = true;
    for (int i = 0; i < config.routes().size(); i++) {
      RouteConfig route = config.routes().get(i);
      R spec =
          route.spec() == null
              ? factory.routeType().cast(Defaults.of(factory.routeType()))
              : route.spec().bind(factory.routeType());
      sound &= conditionsAreKnown(route) & replyIsKnown(route);
      try {
        LocalReply reply = reply(route);
        KernelRoute made =
            new KernelRoute(config.name(), i, route, reply, origins.of(route).toString(), workers);
        routes.add(made);
        if (spec != null) {
          entries.add(new RouteEntry<>(made, spec));
        } else {
          sound = false;
        }
      } catch (IllegalArgumentException e) {
        sound = false;
        maker.add(origins.error("MZ1605", String.valueOf(e.getMessage()), route, "reply"));
      }
    }
    if (!sound) {
      return null;
    }
    RouteTable known = known(config);
    if (known != null) {
      return known;
    }
    Reports reports = new Reports(config, entries.stream().map(e -> (Record) e.spec()).toList());
    try {
      Router router =
          factory.create(
              factory.configType().cast(config.router().config()), entries, reports, host);
      RouteTable table =
          new RouteTable(config.name(), config.router().type(), router, routes, workers);
      RouteTable last = before == null ? null : before.tables().get(config.name());
      if (last != null) {
        table.goOnFrom(last);
      }
      return table;
    } catch (IllegalArgumentException e) {
      maker.add(origins.error("MZ1605", String.valueOf(e.getMessage()), config, "router"));
      return null;
    }
  }

  private @Nullable RouteTable known(RouteTableConfig config) {
    if (before == null || !before.config().routeTables().contains(config)) {
      return null;
    }
    return before.tables().get(config.name());
  }

  private boolean conditionsAreKnown(RouteConfig route) {
    boolean known = true;
    List<String> words = plugins.whys().stream().map(Why::word).toList();
    for (int i = 0; i < route.retry().conditions().size(); i++) {
      String condition = route.retry().conditions().get(i);
      if (!words.contains(condition)) {
        known = false;
        maker.add(
            unknown(
                condition,
                words,
                origins.error(
                    "MZ1606",
                    "no outcome is called '" + condition + "'",
                    route.retry(),
                    "conditions",
                    i)));
      }
    }
    return known;
  }

  private static Problem.Builder unknown(String word, List<String> words, Problem.Builder problem) {
    List<String> sorted = words.stream().sorted().toList();
    return problem
        .expected("one of " + String.join(", ", sorted))
        .words(sorted)
        .suggest(word, Words.nearest(word, sorted));
  }

  private @Nullable Why why(String word) {
    return plugins.whys().stream().filter(w -> w.word().equals(word)).findFirst().orElse(null);
  }

  private boolean replyIsKnown(RouteConfig route) {
    ReplyConfig reply = route.reply();
    if (reply == null || why(reply.status()) != null) {
      return true;
    }
    String word = reply.status();
    List<String> words = plugins.whys().stream().map(Why::word).toList();
    Problem.Builder problem =
        origins.error("MZ1606", "no outcome is called '" + word + "'", reply, "status");
    maker.add(unknown(word, words, problem));
    return false;
  }

  /** The answer a route makes itself; null if it makes none, or one that was reported. */
  private @Nullable LocalReply reply(RouteConfig route) {
    Why why = route.reply() == null ? null : why(route.reply().status());
    if (route.reply() == null || why == null) {
      return null;
    }
    List<LocalReply.Field> fields = new ArrayList<>();
    route.reply().fields().forEach((name, value) -> fields.add(new LocalReply.Field(name, value)));
    return new LocalReply(why, route.reply().code(), fields, route.reply().message());
  }

  /** Gives what a router finds the place of the route it is about. */
  private final class Reports implements RouteProblems {
    private final RouteTableConfig table;
    private final List<Record> specs;

    /** Given the router's own part of each route, which stands in the same map. */
    Reports(RouteTableConfig table, List<Record> specs) {
      this.table = table;
      this.specs = specs;
    }

    @Override
    public void error(Route route, String key, String sentence) {
      maker.add(origins.error("MZ1607", sentence, holder(route, key), at(key)));
    }

    @Override
    public void warning(Route route, String key, String sentence) {
      maker.add(origins.warning("MZ2601", sentence, holder(route, key), at(key)));
    }

    /** The record that has the key: the router's part, if it is one of its keys. */
    private Record holder(Route route, String key) {
      Record spec = specs.get(route.index());
      return origins.isSet(spec, key) ? spec : table.routes().get(route.index());
    }

    private String at(String key) {
      return key.isEmpty() ? "name" : key;
    }
  }
}
