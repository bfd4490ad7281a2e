package io.mizzen.cli;

/** A command that cannot go on: an exit code and a text for users, never a stack trace. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  Failure(int exitCode, String text) {
    super(text, null, false, false);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
