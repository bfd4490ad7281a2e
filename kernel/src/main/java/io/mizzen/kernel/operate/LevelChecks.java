package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Problem;
import io.mizzen.kernel.config.model.FieldEditsConfig;
import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.stream.StreamFilter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that nothing looks further into messages than the protocols of its chain do. What would
 * find nothing there, or fail with each request, is refused before the first one.
 */
final class LevelChecks {
  private static final String CODE = "MZ1610";

  private final Maker maker;

  LevelChecks(Maker maker) {
    this.maker = maker;
  }

  void check(List<Blueprint.ListenerParts> listeners, Map<String, RouteTable> tables) {
    for (Blueprint.ListenerParts listener : listeners) {
      for (Blueprint.ChainParts chain : listener.chains()) {
        Candidate shallow = shallowest(chain.candidates());
        if (shallow == null) {
          continue;
        }
        filters(chain, shallow);
        String routes = chain.config().routes();
        RouteTable table = routes == null ? null : tables.get(routes);
        if (table != null) {
          table.routes().forEach(route -> route(chain.config(), table, route, shallow));
        }
      }
    }
  }

  /** The one that decides, since each connection of the chain may speak it; null if all see all. */
  private static @Nullable Candidate shallowest(List<Candidate> spoken) {
    Candidate least = null;
    for (Candidate one : spoken) {
      Level level = one.protocol().level();
      if (level != Level.HEAVY
          && (least == null || level.compareTo(least.protocol().level()) < 0)) {
        least = one;
      }
    }
    return least;
  }

  private void filters(Blueprint.ChainParts chain, Candidate spoken) {
    FilterPlan plan = chain.filters();
    if (plan.size() != chain.config().filters().size()) {
      return; // one could not be made, and that was told
    }
    for (int i = 0; i < plan.size(); i++) {
      StreamFilter filter = plan.filter(i);
      Level needs = wantsWholeBody(filter) ? Level.HEAVY : filter.needs();
      if (needs.compareTo(spoken.protocol().level()) > 0) {
        String subject = "filter '" + plan.name(i) + "'";
        String sentence = sentence(subject, needs, spoken);
        refuse(
            maker.error(CODE, sentence, chain.config().filters().get(i), "type"),
            chain.config(),
            spoken);
      }
    }
  }

  private static boolean wantsWholeBody(StreamFilter filter) {
    return filter.requestBody() == StreamFilter.BodyMode.WHOLE
        || filter.responseBody() == StreamFilter.BodyMode.WHOLE;
  }

  private void route(
      FilterChainConfig chain, RouteTable table, KernelRoute route, Candidate spoken) {
    String subject = "route '" + route.name() + "' of '" + table.name() + "'";
    Level level = spoken.protocol().level();
    Level needs = table.router().needs(route);
    if (needs.compareTo(level) > 0) {
      String sentence = sentence(subject, needs, spoken);
      refuse(maker.error(CODE, sentence, route.config(), "name"), chain, spoken);
    }
    FieldEditsConfig edits = route.config().headers();
    boolean changes = !edits.request().isEmpty() || !edits.response().isEmpty();
    if (changes && level == Level.LIGHT) {
      String sentence = sentence(subject + " changes fields and", Level.MEDIUM, spoken);
      refuse(maker.error(CODE, sentence, route.config(), "headers"), chain, spoken);
    }
  }

  private static String sentence(String subject, Level needs, Candidate spoken) {
    return subject
        + " needs a protocol of level "
        + lower(needs)
        + ", but '"
        + spoken.word()
        + "' is of level "
        + lower(spoken.protocol().level());
  }

  private static String lower(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private void refuse(Problem.Builder problem, FilterChainConfig chain, Candidate spoken) {
    maker.add(
        problem
            .see(maker.placeOf(chain, "protocol"), "'" + spoken.word() + "' is spoken here")
            .help(help(spoken.protocol().level())));
  }

  private static String help(Level level) {
    return level == Level.LIGHT
        ? "messages of level light have no service, operation and fields: let one route take all of"
            + " them, without conditions"
        : "contents of level medium stay closed: leave out what needs the whole body, or list the"
            + " protocols of 'auto' without this one";
  }
}
