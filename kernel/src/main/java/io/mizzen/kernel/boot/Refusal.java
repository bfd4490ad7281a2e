package io.mizzen.kernel.boot;

/** A start that is refused: an exit code and a text for users, never a stack trace. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  /** Checked and found wrong. */
  public static final int WRONG = 1;

  /** Wrong usage or unreadable input. */
  public static final int USAGE = 2;

  /** The plugin set is broken. */
  public static final int PLUGINS = 3;

  /** An address cannot be bound, or another instance runs. */
  public static final int BIND = 4;

  private final int exitCode;

  public Refusal(int exitCode, String text) {
    super(text, null, false, false);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
