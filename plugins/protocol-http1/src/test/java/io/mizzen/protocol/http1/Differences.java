package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.HexFrames;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The differences between our reader and another one that are known. Each stands in a file with the
 * rule that we go by and with octets that show it, so that one that is gone is found, too:
 *
 * <pre>
 * [only ours refuses: NO_HOST -> RFC 9112 3.2]
 * "GET / HTTP/1.1\r\n\r\n"
 * </pre>
 */
final class Differences {
  /** For two readings without a difference. */
  static final String NONE = "";

  /** A known difference. */
  record Known(String name, String rule, byte[] example) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Map<String, Known> known = new LinkedHashMap<>();

  private Differences(String resource) {
    HexFrames.load(Differences.class, resource)
        .forEach(
            (name, bytes) -> {
              int arrow = name.indexOf(" -> ");
              assertTrue(arrow > 0, () -> "without a rule: " + name);
              Known one = new Known(name.substring(0, arrow), name.substring(arrow + 4), bytes);
              known.put(one.name(), one);
            });
  }

  static Differences ofRequests() {
    return new Differences("/differences/requests.txt");
  }

  static Differences ofResponses() {
    return new Differences("/differences/responses.txt");
  }

  List<Known> known() {
    return List.copyOf(known.values());
  }

  /** Fails on two readings of the same octets that differ in a way that is not known. */
  void check(Reading ours, Reading theirs, byte[] octets) {
    String difference = between(ours, theirs);
    assertTrue(
        difference.equals(NONE) || known.containsKey(difference),
        () ->
            difference
                + "\nours:   "
                + ours
                + "\ntheirs: "
                + theirs
                + "\n"
                + HexFormat.of().formatHex(octets)
                + "\n"
                + new String(octets, StandardCharsets.ISO_8859_1));
  }

  /**
   * The first thing in which two readings differ, {@link #NONE} if nothing. That one of them still
   * waits for octets is no difference.
   */
  static String between(Reading ours, Reading theirs) {
    int both = Math.min(ours.messages().size(), theirs.messages().size());
    for (int i = 0; i < both; i++) {
      String part = ours.messages().get(i).differenceTo(theirs.messages().get(i));
      if (!part.isEmpty()) {
        return "another " + part;
      }
    }
    int further = Long.compare(reach(ours), reach(theirs));
    if (further < 0) {
      return ours.refusal() != null
          ? "only ours refuses: " + ours.refusal()
          : ours.closed() ? NONE : "not seen by ours";
    }
    if (further > 0) {
      return theirs.refusal() != null
          ? "only theirs refuses: " + theirs.refusal()
          : "not seen by theirs";
    }
    return NONE;
  }

  /** How far a reader has come: heads, then ends, then octets of the body that is open. */
  private static long reach(Reading reading) {
    List<Seen> messages = reading.messages();
    if (messages.isEmpty()) {
      return 0;
    }
    Seen last = messages.get(messages.size() - 1);
    return ((long) messages.size() << 32)
        + (last.ended() ? Integer.MAX_VALUE : last.body().length());
  }
}
