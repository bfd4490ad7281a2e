package io.mizzen.tools.dist;

import java.io.PrintWriter;

/** What a build tells while it goes on: a line each, with the step before it. */
record Progress(PrintWriter out) {
  private static final int COLUMN = 10;

  /** Says it at once. */
  void say(String step, String text) {
    out.println(step + " ".repeat(Math.max(1, COLUMN - step.length())) + text);
    out.flush();
  }
}
