package io.mizzen.kernel.restart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Something a process has learned and its successor goes on with, as lines of text.
 *
 * @param component what it is about; the successor drops what it does not know
 * @param version of the lines' form; the successor drops another one than its own
 * @param lines without line feeds, each below 16 KiB
 */
public record StatePart(String component, int version, List<String> lines) {
  /** Characters of one message: with three bytes each it still holds them. */
  private static final int MOST_CHARS = 16_384;

  public StatePart {
    lines = List.copyOf(lines);
  }

  /** As few messages as hold it. */
  List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (!text.isEmpty() && text.length() + line.length() > MOST_CHARS) {
        messages.add(message(text));
        text.setLength(0);
      }
      text.append(line).append('\n');
    }
    if (!text.isEmpty()) {
      messages.add(message(text));
    }
    return messages;
  }

  private Message message(StringBuilder text) {
    return Message.of(
        Message.Kind.STATE,
        "component",
        component,
        "version",
        String.valueOf(version),
        "lines",
        text.toString());
  }

  /** Reads a message. */
  static StatePart of(Message message) throws IOException {
    try {
      return new StatePart(
          message.get("component"),
          Integer.parseInt(message.get("version")),
          message.get("lines").lines().toList());
    } catch (NumberFormatException e) {
      throw new IOException("a state without a version", e);
    }
  }
}
