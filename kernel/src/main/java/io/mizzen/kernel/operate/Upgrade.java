package io.mizzen.kernel.operate;

import io.mizzen.kernel.restart.Incumbent;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a successor of this process: the same command, with what is on the disk now. */
final class Upgrade {
  private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);

  /** The first process of a container: the container ends when it does. */
  private static final long FIRST_PROCESS = 1;

  private final Incumbent incumbent;
  private final List<String> command;
  private final AtomicReference<Process> started = new AtomicReference<>();

  Upgrade(Incumbent incumbent, List<String> command) {
    this.incumbent = incumbent;
    this.command = command;
  }

  /** Starts it; what becomes of it stands in the log and in the status of the instance. */
  CompletableFuture<Operations.Result> begin() {
    String objection = objection();
    if (!objection.isEmpty()) {
      return refused(objection);
    }
    try {
      Process successor = new ProcessBuilder(command).inheritIO().start();
      started.set(successor);
      LOG.info("successor {} starts: {}", successor.pid(), String.join(" ", command));
      successor
          .onExit()
          .thenAccept(
              ended ->
                  LOG.warn(
                      "successor {} has ended with code {}{}",
                      ended.pid(),
                      ended.exitValue(),
                      incumbent.objection().isEmpty() ? "; still serving" : ""));
      return CompletableFuture.completedFuture(
          new Operations.Result(
              true,
              Map.of(
                  "result",
                  "started",
                  "pid",
                  successor.pid(),
                  "handing",
                  incumbent.handing().word())));
    } catch (IOException e) {
      return refused("cannot start " + command.get(0) + ": " + e.getMessage());
    }
  }

  private String objection() {
    if (!incumbent.objection().isEmpty()) {
      return incumbent.objection();
    }
    if (command.isEmpty()) {
      return "this process does not know the command that started it; start the new one yourself: "
          + "mizzen run --take-over";
    }
    if (ProcessHandle.current().pid() == FIRST_PROCESS) {
      return "this is process 1, and its container would end with it; start a second container on "
          + "the same instance folder with: mizzen run --take-over";
    }
    Process before = started.get();
    return before != null && before.isAlive() ? "successor " + before.pid() + " is starting" : "";
  }

  private static CompletableFuture<Operations.Result> refused(String why) {
    return CompletableFuture.completedFuture(
        new Operations.Result(false, Map.of("result", "refused", "report", why)));
  }
}
