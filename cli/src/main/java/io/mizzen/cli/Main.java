package io.mizzen.cli;

/** The entry of the process. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the process with its exit code.
   *
   * @param words what the user typed
   */
  public static void main(String... words) {
    int code = CommandLines.run(words, System.out, System.err);
    System.out.flush();
    System.err.flush();
    // Threads of plugins may not be daemons; the command is done.
    System.exit(code);
  }
}
