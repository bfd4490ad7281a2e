package io.mizzen.cli;

import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.config.ConfigReference;
import io.mizzen.kernel.config.ErrorCodes;
import io.mizzen.kernel.config.Words;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mizzen explain}: whatever word a user meets, from the installed plugins themselves. */
@Command(
    name = "explain",
    description =
        "Explain a component type, a path of the configuration, a metric, an error code or a why word.")
final class ExplainVerb extends Verb {
  /** The second records of protocols and routers have kinds of their own. */
  private static final List<String> SECOND_KINDS = List.of("protocol.client", "router.route");

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Parameters(
      index = "0",
      paramLabel = "WORD",
      description = "Such as accessLog, clusters.connectTimeout, MZ1301 or no_endpoint.")
  private String word = "";

  @Override
  public Integer call() throws Exception {
    ErrorCodes.Entry code = ErrorCodes.load().find(word.toUpperCase(Locale.ROOT));
    if (code != null) {
      print(code.explain());
      return Exit.FINE;
    }
    PluginSet plugins = Setup.of(config.optionsOrNone()).plugins();
    ConfigReference reference = reference(plugins);
    String text = reference.explain(word);
    List<String> known = new ArrayList<>();
    boolean found = text != null;
    if (text != null) {
      print(text);
    }
    found |= metric(plugins, known);
    found |= why(plugins, known);
    out().flush();
    if (found) {
      return Exit.FINE;
    }
    String meant = reference.nearest(word);
    meant = meant == null ? Words.nearest(word, known) : meant;
    String hint = meant == null ? "" : " (did you mean '" + meant + "'?)";
    throw new Failure(
        Exit.USAGE,
        "mizzen: nothing here is called '" + word + "'" + hint + "\n  help: mizzen explain --help");
  }

  private void print(String text) {
    out().print(text);
    out().flush();
  }

  private static ConfigReference reference(PluginSet plugins) {
    List<String> kinds = new ArrayList<>();
    for (ExtensionPoint<?> point : plugins.points()) {
      kinds.add(point.kind());
    }
    kinds.addAll(SECOND_KINDS);
    return new ConfigReference(RootConfig.class, new PluginCatalog(plugins), kinds);
  }

  private boolean metric(PluginSet plugins, List<String> known) {
    List<String> ids = new ArrayList<>();
    ids.add("kernel");
    plugins.plugins().forEach(plugin -> ids.add(plugin.id()));
    for (String id : ids) {
      for (MetricSpec metric : plugins.metrics(id)) {
        known.add(metric.name());
        // As it is exposed, or as its plugin declares it.
        if (metric.name().equals(word) || ("mizzen_" + metric.name()).equals(word)) {
          String labels =
              metric.labels().isEmpty() ? "" : "{" + String.join(",", metric.labels()) + "}";
          String kind = metric.kind().name().toLowerCase(Locale.ROOT);
          out().println(metric.name() + labels + "  " + kind + ", from " + id);
          out().println(metric.help());
          return true;
        }
      }
    }
    return false;
  }

  private boolean why(PluginSet plugins, List<String> known) {
    for (Why why : plugins.whys()) {
      known.add(why.word());
      if (why.word().equals(word)) {
        String status = why.status().name().toLowerCase(Locale.ROOT);
        out().println(why.word() + "  why word, class " + status);
        out().println(why.meaning());
        return true;
      }
    }
    return false;
  }
}
