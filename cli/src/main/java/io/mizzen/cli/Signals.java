package io.mizzen.cli;

import io.mizzen.kernel.boot.Kernel;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What signals do: {@code HUP} reloads, {@code USR1} reopens logs, {@code TERM} and {@code INT}
 * drain and end, the second time at once, {@code USR2} starts a successor. {@code QUIT} stays the
 * JVM's thread dump.
 *
 * <p>The JVM calls handlers on a thread of their own, so they may take a moment but never wait.
 */
final class Signals {
  /** As a shell tells it: 128 and the number of TERM. */
  private static final int TERMINATED = 143;

  private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();

  private Signals() {}

  static Signals install(Kernel kernel, PrintWriter err) {
    Signals signals = new Signals();
    AtomicBoolean stopping = new AtomicBoolean();
    signals.on("HUP", () -> Foreground.reload(kernel, err));
    signals.on("USR1", () -> kernel.operations().act("reopen", Map.of()));
    signals.on("USR2", () -> upgrade(kernel, err));
    Runnable stop =
        () -> {
          if (stopping.compareAndSet(false, true)) {
            err.println("stopping; open connections may finish (a second signal ends at once)");
            err.flush();
            kernel.stop();
          } else {
            Runtime.getRuntime().halt(TERMINATED);
          }
        };
    signals.on("TERM", stop);
    signals.on("INT", stop);
    return signals;
  }

  private static void upgrade(Kernel kernel, PrintWriter err) {
    kernel
        .operations()
        .act("upgrade", Map.of())
        .thenAccept(
            result -> {
              if (!result.done()) {
                err.println("USR2: " + Json.Tree.of(result.body()).text("report"));
                err.flush();
              }
            });
  }

  private void on(String name, Runnable action) {
    SignalHandler old = handle(name, action);
    if (old != null) {
      before.put(new Signal(name), old);
    }
  }

  private static @Nullable SignalHandler handle(String name, Runnable action) {
    try {
      return Signal.handle(new Signal(name), signal -> action.run());
    } catch (IllegalArgumentException taken) {
      // The JVM keeps it for itself (-Xrs), or this system has no such signal.
      return null;
    }
  }

  void restore() {
    before.forEach(Signal::handle);
  }
}
