package io.mizzen.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mizzen upgrade}: the instance goes on with what is on the disk now, in a new process. */
@Command(
    name = "upgrade",
    description =
        "Hot restart: a new process with the binary and plugins on disk takes the listeners over.")
final class UpgradeVerb extends Verb {
  /** So long a call looks on while connections move; what has not by then stays for a while. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  @Mixin private InstanceOption instance = new InstanceOption();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "60s",
      description = "How long the new process may take to serve (${DEFAULT-VALUE}).")
  private String wait = "60s";

  @Option(
      names = "--drained",
      description = "Return only when the old process is gone, with its last connection.")
  private boolean drained;

  @Override
  public Integer call() throws Failure {
    Duration most = Home.duration("--wait", wait);
    AdminClient client = instance.client();
    AdminClient.Reply reply = client.ask("POST", "/v1/upgrade", "");
    if (!reply.isFine()) {
      String report = reply.tree().text("report");
      throw new Failure(Exit.WRONG, "mizzen: " + (report.isEmpty() ? reply.error() : report));
    }
    long successor = reply.tree().number("pid");
    out().println("process " + successor + " starts");
    if (reply.tree().text("handing").equals("addresses")) {
      out()
          .println(
              "the transport here passes no sockets: open connections drain, and for a moment none"
                  + " is accepted");
    }
    out().flush();
    if (!Waiting.until(most, () -> serves(client, successor) || !isAlive(successor))
        || !isAlive(successor)) {
      err()
          .println(
              "process "
                  + successor
                  + (isAlive(successor) ? " does not serve after " + wait : " has ended")
                  + "; the old one serves on (see its log)");
      return Exit.WRONG;
    }
    UpgradeProgress progress = new UpgradeProgress(out(), client, successor);
    Waiting.until(
        drained ? Duration.ofDays(1) : SETTLING,
        () -> progress.look() || (!drained && progress.isStill()));
    progress.end();
    return progress.cut() > 0 ? Exit.WRONG : Exit.FINE;
  }

  private static boolean isAlive(long process) {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }

  private static boolean serves(AdminClient client, long successor) {
    try {
      Json.Tree status = client.get("/v1/status").tree();
      return status.number("pid") == successor && status.text("phase").equals("READY");
    } catch (Failure between) {
      // The old process has given its socket up, the new one has it in a moment.
      return false;
    }
  }
}
