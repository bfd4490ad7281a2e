package io.mizzen.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verbs, in the order of the help. */
final class Verbs {
  static final List<String> NAMES = names();

  private Verbs() {}

  private static List<String> names() {
    List<String> names =
        new java.util.ArrayList<>(
            List.of(
                "run",
                "check",
                "proxy",
                "reload",
                "upgrade",
                "status",
                "drain",
                "undrain",
                "stop",
                "live",
                "ready",
                "get",
                "endpoint",
                "route",
                "config",
                "plugin",
                "explain",
                "dist",
                "dev",
                "log",
                "version",
                "completion"));
    if (DemoVerb.folder() != null) {
      names.add(0, "demo");
    }
    return List.copyOf(names);
  }

  /** The command of a verb, or null if there is no such verb. */
  static @Nullable Object make(String name) {
    return switch (name) {
      case "run" -> new RunVerb();
      case "check" -> new CheckVerb();
      case "proxy" -> new ProxyVerb();
      case "reload" -> new ReloadVerb();
      case "upgrade" -> new UpgradeVerb();
      case "status" -> new StatusVerb();
      case "drain" -> new DrainVerbs.Drain();
      case "undrain" -> new DrainVerbs.Undrain();
      case "stop" -> new DrainVerbs.Stop();
      case "live" -> new ProbeVerbs.Live();
      case "ready" -> new ProbeVerbs.Ready();
      case "get" -> new GetVerb();
      case "endpoint" -> new EndpointVerb();
      case "route" -> new RouteVerbs();
      case "config" -> new ConfigVerbs();
      case "plugin" -> Tools.extended("plugin", new PluginVerbs());
      case "explain" -> new ExplainVerb();
      case "dist", "dev" -> Tools.verb(name);
      case "log" -> new LogVerb();
      case "version" -> new VersionVerb();
      case "completion" -> new CompletionVerb();
      case "demo" -> DemoVerb.folder() == null ? null : new DemoVerb();
      default -> null;
    };
  }
}
