package io.mizzen.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows how connections move to the new process and what stays in the old one: one line that
 * changes on a terminal, else a line when something has changed, at most one a second.
 */
final class UpgradeProgress {
  private static final long LINE_NANOS = 1_000_000_000L;

  /** The old process speaks five times a second. */
  private static final long STILL_NANOS = 1_000_000_000L;

  /** Goes back to the beginning of the line and empties it (ECMA-48). */
  private static final String ANEW = "\r\u001b[K";

  private final PrintWriter out;
  private final AdminClient client;
  private final long successor;
  private final Place place = System.console() == null ? Place.PLAIN : Place.TERMINAL;
  private String shown = "";
  private long shownAt = System.nanoTime() - LINE_NANOS;
  private String last = "";
  private long changedAt = System.nanoTime();
  private long cut;
  private boolean listenersTold;

  /** Where the lines go. */
  private enum Place {
    TERMINAL,
    PLAIN
  }

  UpgradeProgress(PrintWriter out, AdminClient client, long successor) {
    this.out = out;
    this.client = client;
    this.successor = successor;
  }

  /** Looks once; whether the old process is gone. */
  boolean look() {
    Json.Tree status;
    try {
      status = client.get("/v1/status").tree();
    } catch (Failure unreachable) {
      return false;
    }
    if (status.number("pid") != successor) {
      // Yet another upgrade: this one is over.
      return true;
    }
    Json.Tree result = status.get("takeOver");
    Json.Tree incumbent = status.get("incumbent");
    if (!listenersTold) {
      listenersTold = true;
      long listeners = result.number("listeners");
      out.println(
          "process "
              + successor
              + " serves; "
              + (result.text("handing").equals("addresses")
                  ? "it has bound its addresses anew"
                  : listeners + (listeners == 1 ? " listener" : " listeners") + " passed"));
      out.flush();
    }
    cut = result.number("cut");
    boolean gone = incumbent.text("pid").isEmpty();
    String line = line(result, incumbent, gone);
    if (!line.equals(last)) {
      last = line;
      changedAt = System.nanoTime();
    }
    show(gone);
    return gone;
  }

  private static String line(Json.Tree result, Json.Tree incumbent, boolean gone) {
    StringBuilder line = new StringBuilder();
    line.append(result.number("moved"))
        .append(" of ")
        .append(result.number("total"))
        .append(" connections moved");
    if (gone) {
      line.append("; the old process is gone");
      if (result.number("cut") > 0) {
        line.append(", ").append(result.number("cut")).append(" connections were cut");
      }
    } else if (incumbent.number("connections") > 0) {
      line.append("; ").append(incumbent.number("connections")).append(" are left");
      List<String> reasons = new ArrayList<>();
      Json.Tree why = incumbent.get("reasons");
      for (String reason : why.keys()) {
        reasons.add(why.number(reason) + " " + reason);
      }
      if (!reasons.isEmpty()) {
        line.append(" (").append(String.join(", ", reasons)).append(')');
      }
      line.append(", ").append(incumbent.number("requests")).append(" requests");
    }
    return line.toString();
  }

  private void show(boolean now) {
    if (last.equals(shown)) {
      return;
    }
    if (place == Place.TERMINAL) {
      out.print(ANEW + last);
      shown = last;
    } else if (now || System.nanoTime() - shownAt >= LINE_NANOS) {
      out.println(last);
      shown = last;
      shownAt = System.nanoTime();
    }
    out.flush();
  }

  /** No more looks. */
  void end() {
    show(true);
    if (place == Place.TERMINAL) {
      out.println();
    }
    out.flush();
  }

  /** Whether nothing has changed for a while: what has not moved stays until its end. */
  boolean isStill() {
    return System.nanoTime() - changedAt > STILL_NANOS;
  }

  /** Connections that were cut at the end of the old process. */
  long cut() {
    return cut;
  }
}
