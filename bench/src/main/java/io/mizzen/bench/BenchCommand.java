package io.mizzen.bench;

import io.mizzen.bench.load.BoltVersion;
import io.mizzen.bench.proxy.Proxy;
import io.mizzen.bench.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the bench. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures Mizzen beside nginx and HAProxy: the proxy alone on one core, load and upstream on another.")
final class BenchCommand implements Callable<Integer> {
  private static final int CONTENT_BYTES = 1024;

  /** Sorts by time, and no file system minds it. */
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Option(names = "--scenario", split = ",", description = "Which ones; default all. See --list.")
  private List<String> scenarios = List.of();

  @Option(names = "--list", description = "Lists the scenarios and ends.")
  private boolean list;

  @Option(
      names = "--suite",
      description =
          "Scenarios and proxies that belong together: ${COMPLETION-CANDIDATES}. See the README.")
  private @Nullable Suite suite;

  @Option(
      names = "--proxy",
      split = ",",
      description =
          "Of nginx, haproxy, envoy, vertx, zuul, spring-cloud-gateway, mizzen, direct; default"
              + " nginx, haproxy, mizzen, direct.")
  private List<String> proxies = List.of("nginx", "haproxy", "mizzen", "direct");

  @Option(
      names = "--variant",
      split = ",",
      description =
          "Ways to run Mizzen, words joined by +: the number of a JDK, serial, g1, zgc, compact,"
              + " epoll, ioUring, nio, log, tls-inspector, admin, scale. E.g. 17,25+zgc+ioUring.")
  private List<String> variants = List.of();

  @Option(names = "--rounds", description = "Windows per proxy and phase; default 3.")
  private int rounds = 3;

  @Option(names = "--duration", description = "Seconds of a window; default 5.")
  private double seconds = 5;

  @Option(names = "--settle", description = "Seconds of load before a window; default 1.")
  private double settle = 1;

  @Option(
      names = "--warmup",
      description = "Seconds of load before the first window for JVM proxies; default 20.")
  private double warmUp = 20;

  @Option(
      names = "--connections",
      split = ",",
      description = "Other numbers of connections for the HTTP scenarios, e.g. 16,64,256.")
  private List<Integer> connections = List.of();

  @Option(names = "--bolt", description = "v1 (default) or v2.")
  private BoltVersion bolt = BoltVersion.V1;

  @Option(names = "--outstanding", description = "Bolt requests per connection; default 16.")
  private int outstanding = 16;

  @Option(names = "--idle", description = "Connections of idle_10k; default 10000.")
  private int idle = 10_000;

  @Option(
      names = "--rate",
      description = "Requests/s of the fixed-rate phase; default half of the slowest proxy's.")
  private @Nullable Double rate;

  @Option(names = "--saturated-only", description = "Leaves the fixed-rate phase out.")
  private boolean saturatedOnly;

  @Option(
      names = "--calls",
      description =
          "Counts system calls per request (perf, else strace) in an extra window of 2 s.")
  private boolean calls;

  @Option(names = "--tool", description = "own (default), wrk or h2load: who sends HTTP load.")
  private Settings.Tool tool = Settings.Tool.OWN;

  @Option(names = "--jdk", description = "The JDK Mizzen runs on; default as its launcher finds.")
  private @Nullable Path jdk;

  @Option(names = "--java-opts", description = "More JVM options for Mizzen.")
  private String javaOptions = "";

  @Option(names = "--mizzen", description = "bin/mizzen of another distribution.")
  private @Nullable Path mizzen;

  @Option(names = "--nginx-modules", description = "A folder with nginx' dynamic modules.")
  private @Nullable Path nginxModules;

  @Option(names = "--proxy-core", description = "Default 0.")
  private int proxyCore = 0;

  @Option(names = "--load-core", description = "Default 1.")
  private int loadCore = 1;

  @Option(names = "--results", description = "Folder for JSON and tables; default bench/results.")
  private @Nullable Path results;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new BenchCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(
                (e, line) -> {
                  System.err.println("bench: " + e.getMessage() + " (options: bench/run --help)");
                  return CommandLine.ExitCode.USAGE;
                })
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  System.err.println("bench: " + e.getMessage());
                  return 1;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (list) {
      scenarios().forEach(s -> System.out.println(s.name() + ": " + s.description()));
      return 0;
    }
    Peers peers = new Peers(root(), mizzen, jdk, javaOptions, nginxModules, mostConnections());
    Map<Scenario, List<String>> chosen = chosen();
    Settings settings = settings();
    try {
      chosen.values().forEach(peers::named);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line(), e.getMessage(), e);
    }
    peers.all().forEach(Proxy::install);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", Machine.facts(peers.all()));
    json.put("settings", settings.toString());
    Path folder = results != null ? results : root().resolve("bench/results");
    Files.createDirectories(folder);
    String stamp = STAMP.format(Instant.now());
    Path file = folder.resolve(stamp + ".json");
    StringBuilder report = new StringBuilder();
    print(report, facts(json));
    Summary summary = new Summary();
    try (Rig rig = new Rig(proxyCore, loadCore, CONTENT_BYTES)) {
      Map<String, Object> sections = new LinkedHashMap<>();
      json.put("scenarios", sections);
      ScenarioRun run = new ScenarioRun(rig, settings, line -> print(report, line));
      for (Map.Entry<Scenario, List<String>> entry : chosen.entrySet()) {
        List<String> targets = entry.getValue();
        Section section =
            run.run(entry.getKey(), peers.named(targets), targets.contains(Target.DIRECT));
        print(report, section.text());
        summary.add(section);
        sections.put(section.scenario(), section.json());
        // After each scenario: a run that is cut short keeps what it has.
        Files.writeString(file, Json.write(json));
        Files.writeString(folder.resolve(stamp + ".md"), report + "\n" + summary + "\n" + LEGEND);
      }
    }
    System.out.println((summary.isEmpty() ? "" : summary + "\n") + LEGEND + "\n" + file);
    return 0;
  }

  private static final String LEGEND =
      """
      CPU: user + system time of the whole proxy process over right answers. *: the proxy's core was less than 93 % busy,
      so the rate is the rig's; compare CPU. rounds: windows the medians are of, saturated + fixed rate; !: other processes
      used more than 5 % of a core in them and no quiet window was had. Latency at rate counts from when a request was due.\
      """;

  private List<Scenario> scenarios() {
    return Scenario.all(bolt, outstanding, idle);
  }

  private int mostConnections() {
    return scenarios().stream().mapToInt(Scenario::connections).max().orElse(idle);
  }

  /** What is measured, with the names of whom it is measured with. */
  private Map<Scenario, List<String>> chosen() {
    List<Scenario> all = scenarios();
    List<String> names = all.stream().map(Scenario::name).toList();
    for (String name : scenarios) {
      if (!names.contains(name)) {
        throw new ParameterException(line(), "no scenario '" + name + "'; there are " + names);
      }
    }
    List<Scenario> wanted =
        all.stream().filter(s -> scenarios.isEmpty() || scenarios.contains(s.name())).toList();
    List<String> ours =
        variants.isEmpty() ? List.of("mizzen") : variants.stream().map(v -> "mizzen " + v).toList();
    Map<Scenario, List<String>> chosen = new LinkedHashMap<>();
    if (suite != null) {
      for (Suite.Choice choice : suite.choices(ours)) {
        wanted.stream()
            .filter(s -> s.name().equals(choice.scenario()))
            .forEach(s -> chosen.put(choice.of(s), choice.targets()));
      }
      return chosen;
    }
    List<String> targets = new ArrayList<>(proxies);
    int at = targets.indexOf("mizzen");
    if (at >= 0) {
      targets.remove(at);
      targets.addAll(at, ours);
    }
    wanted.stream()
        .filter(s -> tool == Settings.Tool.OWN || ExternalTool.fits(s) && s.takesConnections())
        .flatMap(
            s ->
                connections.isEmpty() || !s.takesConnections()
                    ? Stream.of(s)
                    : connections.stream().map(s::over))
        .map(s -> saturatedOnly && s.phases().size() > 1 ? s.saturatedOnly() : s)
        .forEach(s -> chosen.put(s, targets));
    return chosen;
  }

  private Settings settings() {
    Optional<SystemCalls> counter = calls ? SystemCalls.available() : Optional.empty();
    if (calls && counter.isEmpty()) {
      System.out.println("system calls are not counted: neither perf nor strace may do it here");
    }
    try {
      return new Settings(
          rounds,
          duration(seconds),
          duration(settle),
          duration(warmUp),
          rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
          tool,
          counter);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line(), e.getMessage(), e);
    }
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** The checkout, which the launcher tells. */
  private static Path root() {
    return Path.of(System.getProperty("bench.root", "."));
  }

  private static String facts(Map<String, Object> json) {
    StringBuilder text = new StringBuilder();
    if (json.get("machine") instanceof Map<?, ?> machine) {
      machine.forEach((key, value) -> text.append(key).append(": ").append(value).append("\n"));
    }
    return text.append(json.get("settings")).append("\n").toString();
  }

  private static void print(StringBuilder report, String text) {
    report.append(text).append("\n");
    System.out.println(text);
  }

  private CommandLine line() {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    return spec.commandLine();
  }
}
