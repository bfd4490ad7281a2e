package io.mizzen.cli;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verbs that end traffic. */
final class DrainVerbs {
  private DrainVerbs() {}

  private static AdminClient.Reply post(AdminClient client, String path) throws Failure {
    AdminClient.Reply reply = client.ask("POST", path, "");
    if (!reply.isFine()) {
      String report = reply.tree().text("report");
      throw new Failure(Exit.WRONG, "mizzen: " + (report.isEmpty() ? reply.error() : report));
    }
    return reply;
  }

  /** {@code mizzen drain}. */
  @Command(
      name = "drain",
      description = "Accept nothing new, tell peers, finish what runs; 'undrain' takes it back.")
  static final class Drain extends Verb {
    @Mixin private InstanceOption instance = new InstanceOption();

    @Option(
        names = "--wait",
        paramLabel = "TIME",
        arity = "0..1",
        fallbackValue = "30s",
        description = "Wait until no connection is left, at most this long (30s).")
    private @Nullable String wait;

    @Override
    public Integer call() throws Failure {
      Duration most = wait == null ? null : Home.duration("--wait", wait);
      AdminClient client = instance.client();
      post(client, "/v1/drain");
      if (most == null) {
        out().println("draining, " + Output.count(left(client), "connection") + " left");
        return Exit.FINE;
      }
      if (Waiting.until(most, () -> left(client) == 0)) {
        out().println("drained");
        return Exit.FINE;
      }
      err()
          .println(
              "not drained after "
                  + wait
                  + ", "
                  + Output.count(left(client), "connection")
                  + " left");
      return Exit.WRONG;
    }

    private static long left(AdminClient client) throws Failure {
      return client.get("/v1/status").tree().number("connectionsDown");
    }
  }

  /** {@code mizzen undrain}. */
  @Command(name = "undrain", description = "Accept connections again after 'drain'.")
  static final class Undrain extends Verb {
    @Mixin private InstanceOption instance = new InstanceOption();

    @Override
    public Integer call() throws Failure {
      AdminClient.Reply reply = post(instance.client(), "/v1/undrain");
      out().println(reply.tree().text("phase").equals("READY") ? "accepting again" : reply.body());
      return Exit.FINE;
    }
  }

  /** {@code mizzen stop}. */
  @Command(name = "stop", description = "Drain and end the instance; returns when it is gone.")
  static final class Stop extends Verb {
    @Mixin private InstanceOption instance = new InstanceOption();

    @Option(
        names = "--max",
        paramLabel = "TIME",
        description =
            "Cut off what is left after this long. Default: drain.max of the configuration.")
    private @Nullable String max;

    @Option(
        names = "--wait",
        paramLabel = "TIME",
        defaultValue = "60s",
        description = "How long to wait for its end (${DEFAULT-VALUE}).")
    private String wait = "60s";

    @Override
    public Integer call() throws Failure {
      Duration most = Home.duration("--wait", wait);
      if (max != null) {
        Home.duration("--max", max);
      }
      AdminClient client = instance.client();
      post(client, max == null ? "/v1/stop" : "/v1/stop?" + AdminClient.form(Map.of("max", max)));
      if (Waiting.until(most, () -> isGone(client))) {
        out().println("stopped");
        return Exit.FINE;
      }
      err().println("still running after " + wait);
      return Exit.WRONG;
    }

    private static boolean isGone(AdminClient client) {
      try {
        client.get("/live");
        return false;
      } catch (Failure gone) {
        return true;
      }
    }
  }
}
