package io.mizzen.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mizzen status}. */
@Command(name = "status", description = "Tell how the running instance is.")
final class StatusVerb extends Verb {
  @Mixin private InstanceOption instance = new InstanceOption();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Failure {
    AdminClient.Reply reply = instance.client().get("/v1/status");
    if (!reply.isFine()) {
      throw new Failure(Exit.UNREACHABLE, "mizzen: " + reply.error());
    }
    Json.Tree status = reply.tree();
    if (output.printed(status.value(), out())) {
      return Exit.FINE;
    }
    out()
        .printf(
            Locale.ROOT,
            "instance  %s   pid %s   up %s   %s%n",
            status.text("node"),
            status.text("pid"),
            age(status.number("upSeconds")),
            status.text("phase"));
    for (Json.Tree waits : status.get("waitingFor").elements()) {
      out().println("waits     " + waits.text());
    }
    Json.Tree last = status.get("lastReload");
    boolean refused = last.text("result").equals("refused");
    out()
        .println(
            "config    "
                + status.text("config")
                + " since "
                + time(status.text("configSince"))
                + (refused ? "   last reload REFUSED at " + time(last.text("at")) : ""));
    if (refused) {
      last.text("errors").lines().limit(1).forEach(line -> out().println("          " + line));
    }
    switch (status.text("onDisk")) {
      case "differs" -> out().println("on disk   differs from running (mizzen config diff)");
      case "broken" -> out().println("on disk   has errors (mizzen check)");
      default -> {
        // The same, or an instance that does not tell.
      }
    }
    out()
        .printf(
            Locale.ROOT,
            "streams   %s active, %s in all, %s ok   p50 %s ms, p99 %s ms%n",
            status.text("streamsActive"),
            status.text("streamsTotal"),
            status.text("streamsOk"),
            rounded(status.get("p50Ms")),
            rounded(status.get("p99Ms")));
    out()
        .printf(
            Locale.ROOT,
            "peers     %s connections down, %s up%n",
            status.text("connectionsDown"),
            status.text("connectionsUp"));
    for (Json.Tree shut : status.get("endpointsOut").elements()) {
      out().println("out       " + shut.text());
    }
    out().printf(Locale.ROOT, "memory    %d MiB%n", status.number("residentBytes") >> 20);
    out().flush();
    return Exit.FINE;
  }

  /** People read seconds; programs have the whole of it. */
  private static String time(String instant) {
    try {
      return Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException other) {
      return instant;
    }
  }

  private static String rounded(Json.Tree millis) {
    return millis.value() instanceof Number number
        ? String.format(Locale.ROOT, "%.2f", number.doubleValue())
        : "-";
  }

  /** The two largest units say enough. */
  static String age(long seconds) {
    long minutes = seconds / 60;
    long hours = minutes / 60;
    if (minutes == 0) {
      return seconds + "s";
    }
    if (hours == 0) {
      return minutes + "m " + seconds % 60 + "s";
    }
    return hours < 24 ? hours + "h " + minutes % 60 + "m" : hours / 24 + "d " + hours % 24 + "h";
  }
}
