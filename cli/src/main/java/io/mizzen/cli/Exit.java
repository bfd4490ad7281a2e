package io.mizzen.cli;

/** Exit codes: a promise to scripts. */
final class Exit {
  /** All is well. */
  static final int FINE = 0;

  /** Checked and found wrong, or refused by the instance. */
  static final int WRONG = 1;

  /** Wrong usage or unreadable input. */
  static final int USAGE = 2;

  /** The plugin set is broken. */
  static final int PLUGINS = 3;

  /** An address cannot be bound, or another instance runs. */
  static final int BIND = 4;

  /** No instance could be reached. */
  static final int UNREACHABLE = 5;

  private Exit() {}
}
