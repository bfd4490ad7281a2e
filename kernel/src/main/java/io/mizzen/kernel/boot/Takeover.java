package io.mizzen.kernel.boot;

import io.mizzen.kernel.network.Arrivals;
import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.restart.RefusedException;
import io.mizzen.kernel.restart.Successor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** How a starting process succeeds the one that runs in its instance folder. */
final class Takeover implements AutoCloseable {
  private final Successor successor;

  private Takeover(Successor successor) {
    this.successor = successor;
  }

  /** Whether there is nobody to succeed. */
  static boolean isNobodyIn(Path folder) throws Refusal {
    return !InstanceLock.isHeld(folder);
  }

  /**
   * Asks the running process.
   *
   * @throws Refusal if it cannot or does not want to; it serves on
   */
  static Takeover begin(Path folder, Workers workers) throws Refusal {
    if (!workers.transport().canAdopt()) {
      throw new Refusal(
          Refusal.USAGE,
          "cannot take over with the transport "
              + workers.transport().word()
              + ": it takes no sockets from another process"
              + "\n  help: stop the running process first, or use runtime.transport epoll");
    }
    try {
      Successor asked = Successor.ask(folder);
      if (asked == null) {
        throw new Refusal(
            Refusal.BIND,
            "a mizzen holds the instance folder "
                + folder
                + ", but cannot be succeeded\n  help: stop it (mizzen stop), then start this one");
      }
      return new Takeover(asked);
    } catch (RefusedException e) {
      throw new Refusal(Refusal.BIND, "the running mizzen refuses: " + e.getMessage());
    } catch (IOException e) {
      throw new Refusal(Refusal.BIND, "the running mizzen did not answer: " + e.getMessage());
    }
  }

  InheritedSockets sockets() throws IOException {
    return successor.sockets();
  }

  /** Everything is open: the other process lets go, and its connections arrive. */
  void complete(Arrivals arrivals) throws IOException {
    successor.takeOver(arrivals);
  }

  /** What is left of the other process; empty when it is gone. Any thread. */
  Map<String, Object> status() {
    return successor.isIncumbentGone()
        ? Map.of()
        : Map.of("pid", successor.incumbent(), "connections", successor.connectionsLeft());
  }

  @Override
  public void close() {
    try {
      successor.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(Takeover.class).debug("the channel did not close", e);
    }
  }
}
