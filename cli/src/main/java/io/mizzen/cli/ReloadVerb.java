package io.mizzen.cli;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mizzen reload}. */
@Command(
    name = "reload",
    description =
        "Have the running instance read its configuration again; a bad one changes nothing.")
final class ReloadVerb extends Verb {
  @Mixin private InstanceOption instance = new InstanceOption();
  @Mixin private Output output = new Output();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "Then wait, at most this long, until streams that began before have ended and the instance is ready.")
  private @Nullable String wait;

  @Override
  public Integer call() throws Failure {
    Duration most = wait == null ? null : Home.duration("--wait", wait);
    AdminClient client = instance.client();
    AdminClient.Reply reply = client.ask("POST", "/v1/reload", "");
    if (output.printed(reply.tree().value(), out())) {
      return reply.isFine() ? Exit.FINE : Exit.WRONG;
    }
    if (!reply.isFine()) {
      Json.Tree tree = reply.tree();
      err()
          .print(
              tree.get("report").isPresent()
                  ? ReloadReport.text(tree.value())
                  : reply.error() + "\n");
      return Exit.WRONG;
    }
    out().print(ReloadReport.text(reply.tree().value()));
    out().flush();
    return most == null ? Exit.FINE : settled(client, most, reply.tree());
  }

  /** Until nothing of the old snapshot is in use and the new one is complete. */
  private int settled(AdminClient client, Duration most, Json.Tree reloaded) throws Failure {
    long end = System.nanoTime() + most.toNanos();
    if (reloaded.number("oldStreams") > 0
        && !Waiting.until(most, () -> oldStreams(client, reloaded) == 0)) {
      err()
          .println(
              "old snapshot drains: "
                  + Output.count(oldStreams(client, reloaded), "stream")
                  + " left");
      return Exit.WRONG;
    }
    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    if (Waiting.until(left, () -> client.get("/ready").isFine())) {
      return Exit.FINE;
    }
    err().println("not ready after " + wait + ":");
    err().print(client.get("/ready").body());
    return Exit.WRONG;
  }

  /** How many streams began before the new snapshot: both clocks are this machine's. */
  private static int oldStreams(AdminClient client, Json.Tree reloaded) throws Failure {
    long age = Duration.between(Instant.parse(reloaded.text("at")), Instant.now()).toMillis();
    return client.get("/v1/streams?slow=" + Math.max(0, age) + "ms").tree().elements().size();
  }
}
