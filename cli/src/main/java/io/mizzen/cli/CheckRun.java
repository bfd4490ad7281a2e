package io.mizzen.cli;

import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.boot.Versions;
import io.mizzen.kernel.config.ErrorCodes;
import io.mizzen.kernel.config.JsonPrinter;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.SarifPrinter;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.config.model.RouteTableConfig;
import io.mizzen.spi.SpiVersion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** One check of a configuration and what is printed about it. */
final class CheckRun {
  private final Setup setup;
  private final Loaded<RootConfig> loaded;
  private final boolean sound;
  private final PrintWriter out;
  private final PrintWriter err;
  private boolean wasOnline;

  /**
   * Checks.
   *
   * @throws Refusal if files cannot be read or plugins are broken
   */
  CheckRun(Options options, PrintWriter out, PrintWriter err) throws Refusal {
    this.setup = Setup.of(options);
    this.loaded = setup.load();
    this.sound = setup.check(loaded) != null;
    this.out = out;
    this.err = err;
  }

  /** Also tries what only the network can tell. */
  void online() {
    RootConfig root = loaded.value();
    if (sound && root != null) {
      new OnlineChecks(loaded).check(root);
      wasOnline = true;
    }
  }

  private int code(boolean strict) {
    boolean wrong = !sound || loaded.problems().hasErrors();
    return wrong || strict && loaded.problems().warnings() > 0 ? Exit.WRONG : Exit.FINE;
  }

  int text(boolean strict) {
    err.print(loaded.report());
    err.flush();
    RootConfig root = loaded.value();
    if (!sound || root == null) {
      return Exit.WRONG;
    }
    int warnings = loaded.problems().warnings();
    out.println(
        loaded.sources().label()
            + ": valid with "
            + Versions.distribution(setup.options().home())
            + " ("
            + count(setup.plugins().plugins().size(), "plugin")
            + ", spi "
            + SpiVersion.CURRENT
            + ")"
            + (warnings == 0 ? "" : ", " + count(warnings, "warning")));
    out.println("  " + String.join(", ", parts(root)));
    if (!wasOnline) {
      out.println("  not checked offline: DNS, discovery, ports (use --online)");
    }
    out.flush();
    return code(strict);
  }

  private static List<String> parts(RootConfig root) {
    int chains = 0;
    for (ListenerConfig listener : root.listeners()) {
      chains += listener.filterChains().size();
    }
    int routes = 0;
    for (RouteTableConfig table : root.routeTables()) {
      routes += table.routes().size();
    }
    List<String> parts = new ArrayList<>();
    parts.add(count(root.listeners().size(), "listener"));
    parts.add(count(chains, "filter chain"));
    parts.add(count(root.routeTables().size(), "route table"));
    parts.add(count(routes, "route"));
    parts.add(count(root.clusters().size(), "cluster"));
    return parts;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  int json(boolean strict) {
    out.print(JsonPrinter.print(loaded.sources().label(), loaded.problems()));
    out.flush();
    return code(strict);
  }

  int sarif(boolean strict) {
    out.print(SarifPrinter.print(loaded.problems(), Versions.KERNEL, ErrorCodes.load()));
    out.flush();
    return code(strict);
  }
}
