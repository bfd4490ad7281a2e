package io.mizzen.cli;

/** Exit codes: a promise to scripts. */
public final class Exit {
  /** All is well. */
  public static final int FINE = 0;

  /** Checked and found wrong, or refused by the instance. */
  public static final int WRONG = 1;

  /** Wrong usage or unreadable input. */
  public static final int USAGE = 2;

  /** The plugin set is broken. */
  public static final int PLUGINS = 3;

  /** An address cannot be bound, or another instance runs. */
  public static final int BIND = 4;

  /** No instance could be reached. */
  public static final int UNREACHABLE = 5;

  private Exit() {}
}
