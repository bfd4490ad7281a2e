package io.mizzen.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The entry of the process. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the process with its exit code.
   *
   * @param words what the user typed
   */
  public static void main(String... words) {
    int code = run(words, System.out, System.err);
    // Threads of plugins may not be daemons; the command is done.
    System.exit(code);
  }

  /**
   * Runs in this process, which goes on after it.
   *
   * @return the exit code
   */
  public static int run(String[] words, PrintStream out, PrintStream err) {
    PrintWriter texts = new PrintWriter(out, true, StandardCharsets.UTF_8);
    PrintWriter faults = new PrintWriter(err, true, StandardCharsets.UTF_8);
    Run plain = Run.plainly(words);
    int code;
    if (plain != null) {
      code = plain.serve(texts, faults);
    } else if (Train.isAskedFor(words)) {
      code = Train.run(texts, faults);
    } else {
      code = CommandLines.run(words, texts, faults);
    }
    texts.flush();
    faults.flush();
    return code;
  }
}
