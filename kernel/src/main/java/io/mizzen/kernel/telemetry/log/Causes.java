package io.mizzen.kernel.telemetry.log;

/** Throwables as words. */
final class Causes {
  /** A chain of causes longer than this says nothing new. */
  private static final int DEEPEST = 5;

  private Causes() {}

  /** The throwable and its causes in one line. */
  static String line(Throwable cause) {
    StringBuilder out = new StringBuilder();
    Throwable at = cause;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (depth > 0) {
        out.append("; caused by ");
      }
      out.append(at.getClass().getSimpleName());
      if (at.getMessage() != null) {
        out.append(": ").append(at.getMessage());
      }
      at = at.getCause();
    }
    return out.toString();
  }

  /** The whole stack, in the form every tool knows. */
  static String stack(Throwable cause) {
    StringBuilder out = new StringBuilder(cause.toString());
    Throwable at = cause;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (depth > 0) {
        out.append("\nCaused by: ").append(at);
      }
      for (StackTraceElement frame : at.getStackTrace()) {
        out.append("\n\tat ").append(frame);
      }
      at = at.getCause();
    }
    return out.toString();
  }
}
