package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Bytes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is left in a process that was succeeded.
 *
 * @param connections open downstream connections
 * @param requests open streams
 * @param moved connections that have gone over to the successor
 * @param total connections there were when it was succeeded
 * @param reasons why connections are still there, and how many each; the words are for people
 */
public record Remains(
    int connections, int requests, int moved, int total, Map<String, Integer> reasons) {
  private static final String CONNECTIONS = "connections";
  private static final String REQUESTS = "requests";

  private static final String MOVED = "moved";
  private static final String TOTAL = "total";

  /** Stands before the word of a reason. */
  private static final String REASON = "reason.";

  /** Nothing is left. */
  public static final Remains NONE = new Remains(0, 0, 0, 0, Map.of());

  /** Before any has moved. */
  public static Remains of(int connections, int requests, Map<String, Integer> reasons) {
    return new Remains(connections, requests, 0, 0, reasons);
  }

  /** The same, with how many have moved. */
  Remains moved(int soFar, int of) {
    return new Remains(connections, requests, soFar, of, reasons);
  }

  Message message(Message.Kind kind) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(CONNECTIONS, String.valueOf(connections));
    fields.put(REQUESTS, String.valueOf(requests));
    fields.put(MOVED, String.valueOf(moved));
    fields.put(TOTAL, String.valueOf(total));
    reasons.forEach((word, count) -> fields.put(REASON + word, String.valueOf(count)));
    return new Message(kind, fields, Bytes.NONE);
  }

  /** Reads a message; an older process tells only its connections. */
  static Remains of(Message message) throws IOException {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, String> field : message.fields().entrySet()) {
        if (field.getKey().startsWith(REASON)) {
          reasons.put(
              field.getKey().substring(REASON.length()), Integer.parseInt(field.getValue()));
        }
      }
      return new Remains(
          (int) message.number(CONNECTIONS),
          optional(message, REQUESTS),
          optional(message, MOVED),
          optional(message, TOTAL),
          reasons);
    } catch (NumberFormatException e) {
      throw new IOException("a count that is none", e);
    }
  }

  private static int optional(Message message, String name) {
    return Integer.parseInt(message.fields().getOrDefault(name, "0"));
  }
}
