package io.mizzen.cli;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.operate.Blueprint;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A started kernel until its end: the banner, signals, watched files. */
final class Foreground {
  private Foreground() {}

  /**
   * Serves until the process is stopped.
   *
   * @param watched files and folders whose change means reload, or null
   * @return the exit code
   */
  static int serve(Kernel kernel, @Nullable List<Path> watched, PrintWriter out, PrintWriter err) {
    Signals signals = Signals.install(kernel, err);
    banner(kernel, out);
    FileWatch watch = null;
    if (watched != null) {
      err.println("warning: --watch reloads whatever is saved; it is for development");
      watch = new FileWatch(watched, () -> reload(kernel, err));
    }
    try {
      return kernel.await();
    } finally {
      if (watch != null) {
        watch.close();
      }
      signals.restore();
    }
  }

  /** Reloads and tells what came of it. */
  static void reload(Kernel kernel, PrintWriter err) {
    kernel
        .control()
        .reload()
        .thenAccept(
            result -> {
              err.print(ReloadReport.text(result.body()));
              err.flush();
            });
  }

  private static void banner(Kernel kernel, PrintWriter out) {
    Setup setup = kernel.setup();
    Json.Tree info = Json.Tree.of(kernel.operations().view("info", Map.of()));
    out.println(
        "mizzen "
            + info.text("version")
            + "  "
            + info.text("distribution")
            + "  spi "
            + info.text("spi")
            + "  java "
            + System.getProperty("java.version")
            + "  "
            + kernel.transport());
    List<String> plugins = new ArrayList<>();
    setup.plugins().plugins().forEach(plugin -> plugins.add(plugin.id()));
    out.println("plugins    " + plugins.size() + " loaded  " + shortened(plugins));
    String label =
        setup.options().configs().isEmpty()
            ? "(command line)"
            : String.join(", ", setup.options().configs().stream().map(Path::toString).toList());
    out.println("config     " + label + "   version " + version(kernel));
    printListeners(Json.Tree.of(kernel.operations().view("listeners", Map.of())), out);
    kernel
        .control()
        .runtime()
        .serviceBanners()
        .forEach(
            (type, text) -> {
              if (!text.isEmpty()) {
                out.println(pad(type, 9) + "  " + text);
              }
            });
    out.println("ready in " + sinceStart().toMillis() + " ms");
    out.flush();
  }

  /** Not by the status view: that reads the files again, and callers want the processors. */
  private static String version(Kernel kernel) {
    Blueprint served = kernel.control().runtime().blueprint();
    return served == null ? "" : served.version();
  }

  private static void printListeners(Json.Tree listeners, PrintWriter out) {
    int name = 0;
    int bind = 0;
    for (Json.Tree listener : listeners.elements()) {
      name = Math.max(name, listener.text("name").length());
      bind = Math.max(bind, address(listener).length());
    }
    for (Json.Tree listener : listeners.elements()) {
      List<String> chains = new ArrayList<>();
      for (Json.Tree chain : listener.get("chains").elements()) {
        String target = chain.text("routes");
        boolean raw = target.isEmpty();
        chains.add(
            (raw ? "tcp" : chain.text("protocols"))
                + " -> "
                + (raw ? chain.text("tcpProxy") : target));
      }
      out.println(
          "listening  "
              + pad(listener.text("name"), name)
              + "  "
              + pad(address(listener), bind)
              + "  "
              + String.join(", ", chains));
    }
  }

  /** With the port that was really bound. */
  static String address(Json.Tree listener) {
    String bind = listener.text("bind");
    return bind.endsWith(":0")
        ? bind.substring(0, bind.length() - 1) + listener.text("port")
        : bind;
  }

  private static String shortened(List<String> plugins) {
    // A line of a terminal; 'mizzen plugin list' has the rest.
    int most = 5;
    return plugins.size() <= most
        ? String.join(", ", plugins)
        : String.join(", ", plugins.subList(0, most)) + ", ...  (mizzen plugin list)";
  }

  private static Duration sinceStart() {
    Instant now = Instant.now();
    return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
