package io.mizzen.cli;

import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.RouteExplanation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code mizzen route}. */
@Command(
    name = "route",
    description = "Which route a request takes.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {RouteVerbs.Explain.class, RouteVerbs.Test.class})
final class RouteVerbs extends Verb {
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "which verb: explain or test?");
  }

  /** Builds what a file asks for, to ask it for routes. */
  static Blueprint blueprint(ConfigOptions config, Verb verb) throws Exception {
    Setup setup = Setup.of(config.options(null));
    Loaded<RootConfig> loaded = setup.load();
    Blueprint blueprint = setup.check(loaded);
    if (blueprint == null) {
      throw new Failure(Exit.WRONG, loaded.report());
    }
    return blueprint;
  }

  /** {@code mizzen route explain}. */
  @Command(
      name = "explain",
      description = "Tell which route a described request takes, and why.",
      footer = "Asks the running instance; with -c the configuration in a file.")
  static final class Explain extends Verb {
    @Mixin private ConfigOptions config = new ConfigOptions();
    @Mixin private InstanceOption instance = new InstanceOption();
    @Mixin private Output output = new Output();

    @Option(names = "--listener", paramLabel = "NAME", description = "Needed if there are several.")
    private @Nullable String listener;

    @Option(names = "--chain", paramLabel = "NAME", description = "Default: the first.")
    private @Nullable String chain;

    @Option(
        names = {"--service", "--host"},
        paramLabel = "NAME",
        description = "Whom the request asks.")
    private @Nullable String service;

    @Option(
        names = {"--operation", "--path"},
        paramLabel = "NAME",
        description = "What for.")
    private @Nullable String operation;

    @Option(
        names = {"--verb", "--method"},
        paramLabel = "NAME",
        description = "How; default GET.")
    private @Nullable String verb;

    @Option(
        names = {"-H", "--header"},
        paramLabel = "NAME: VALUE",
        description = "A field of the request; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
      Map<String, String> arguments = arguments();
      Json.Tree tree;
      if (config.isGiven()) {
        try {
          tree = Json.Tree.of(RouteExplanation.of(blueprint(config, this), arguments));
        } catch (IllegalArgumentException e) {
          throw new Failure(Exit.USAGE, "mizzen: " + e.getMessage());
        }
      } else {
        AdminClient.Reply reply =
            instance.client().ask("POST", "/v1/routes/explain", AdminClient.form(arguments));
        if (!reply.isFine()) {
          throw new Failure(Exit.USAGE, "mizzen: " + reply.error());
        }
        tree = reply.tree();
      }
      if (!output.printed(tree.value(), out())) {
        print(tree);
      }
      return Exit.FINE;
    }

    private Map<String, String> arguments() {
      Map<String, String> arguments = new LinkedHashMap<>();
      put(arguments, "listener", listener);
      put(arguments, "chain", chain);
      put(arguments, "service", service);
      put(arguments, "operation", operation);
      put(arguments, "verb", verb);
      for (String header : headers) {
        int colon = header.indexOf(':');
        if (colon < 1) {
          throw new ParameterException(
              spec.commandLine(), "-H needs 'name: value', got '" + header + "'");
        }
        String name = header.substring(0, colon).strip();
        arguments.put("header." + name, header.substring(colon + 1).strip());
      }
      return arguments;
    }

    private static void put(Map<String, String> arguments, String key, @Nullable String value) {
      if (value != null) {
        arguments.put(key, value);
      }
    }

    private void print(Json.Tree tree) {
      out().println("listener " + tree.text("listener") + "  ->  chain " + tree.text("chain"));
      line("filters", tree.text("filters").replace(",", " -> "));
      line("table", tree.text("table"));
      for (Json.Tree step : tree.get("steps").elements()) {
        out().println("         " + step.text());
      }
      String place = tree.text("place");
      String route = tree.text("route");
      line("route", route.isEmpty() ? "" : route + (place.isEmpty() ? "" : " (" + place + ")"));
      String code = tree.text("code");
      boolean ownCode = !code.isEmpty() && !code.equals("0");
      line("reply", tree.text("reply") + (ownCode ? " (" + code + ")" : ""));
      line("cluster", tree.text("cluster"));
      if (tree.get("timeoutMs").isPresent()) {
        line("asks", (tree.text("service") + " " + tree.text("operation")).strip());
        out()
            .println(
                "limits   timeout "
                    + tree.text("timeoutMs")
                    + " ms, up to "
                    + tree.text("retryAttempts")
                    + " more tries on "
                    + tree.text("retryConditions"));
      }
      out().flush();
    }

    private void line(String what, String text) {
      if (!text.isBlank()) {
        out().println(what + " ".repeat(9 - what.length()) + text);
      }
    }
  }

  /** {@code mizzen route test}. */
  @Command(
      name = "test",
      description = "Run the cases of a file against the routes of a configuration.",
      footer = {
        "",
        "The file is a list of cases:",
        "  - name: api by prefix",
        "    listener: web",
        "    given: {host: api.acme.example, path: /api/orders/7}",
        "    expect: {route: api, cluster: api}        # or {reply: no_route}"
      })
  static final class Test extends Verb {
    @Mixin private ConfigOptions config = new ConfigOptions();

    @Parameters(index = "0", paramLabel = "FILE", description = "The cases.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws Exception {
      List<RouteCase> cases = RouteCase.read(file);
      Blueprint blueprint = blueprint(config, this);
      int failed = 0;
      for (RouteCase one : cases) {
        List<String> differences = one.differences(blueprint);
        if (!differences.isEmpty()) {
          failed++;
          err().println("FAILED " + one.name());
          differences.forEach(difference -> err().println("  " + difference));
        }
      }
      err().flush();
      out().println(file + ": " + (cases.size() - failed) + " of " + cases.size() + " cases pass");
      out().flush();
      return failed == 0 ? Exit.FINE : Exit.WRONG;
    }
  }
}
