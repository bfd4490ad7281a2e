package io.mizzen.cli;

import java.time.Duration;
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
      description = "Then wait until the instance is ready, at most this long, such as 10s.")
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
    return most == null ? Exit.FINE : ready(client, most);
  }

  private int ready(AdminClient client, Duration most) throws Failure {
    if (Waiting.until(most, () -> client.get("/ready").isFine())) {
      return Exit.FINE;
    }
    err().println("not ready after " + wait + ":");
    err().print(client.get("/ready").body());
    return Exit.WRONG;
  }
}
