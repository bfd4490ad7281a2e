package io.mizzen.cli;

import io.mizzen.kernel.boot.Refusal;
import java.io.PrintWriter;

/** A command that cannot go on: an exit code and a text for users, never a stack trace. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /**
   * @param exitCode one of {@link Exit}
   * @param text what a user reads; may be several lines
   */
  public Failure(int exitCode, String text) {
    super(text, null, false, false);
    this.exitCode = exitCode;
  }

  /** How the process ends. */
  public int exitCode() {
    return exitCode;
  }

  /** Prints what went wrong, as a user should read it, and returns the exit code. */
  static int tell(Exception e, PrintWriter err) {
    if (e instanceof Failure failure) {
      err.println(String.valueOf(failure.getMessage()).stripTrailing());
      return failure.exitCode();
    }
    if (e instanceof Refusal refusal) {
      err.println(String.valueOf(refusal.getMessage()).stripTrailing());
      return refusal.exitCode();
    }
    err.println("mizzen: a defect, please report it: " + e);
    if (System.getenv("MIZZEN_DEBUG") != null) {
      for (StackTraceElement frame : e.getStackTrace()) {
        err.println("  at " + frame);
      }
    } else {
      err.println("  help: MIZZEN_DEBUG=1 shows where it happened");
    }
    return Exit.USAGE;
  }
}
