package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Something a process has learned and its successor goes on with: lines of text, or bytes that only
 * their owner understands.
 *
 * @param component what it is about; the successor drops what it does not know
 * @param version of the lines' form; the successor drops another one than its own
 * @param lines without line feeds, each below 16 KiB
 * @param bytes goes with few lines, in one message; mostly none
 */
public record StatePart(String component, int version, List<String> lines, Bytes bytes) {
  /** Characters of one message: with three bytes each it still holds them. */
  private static final int MOST_CHARS = 16_384;

  public StatePart {
    lines = List.copyOf(lines);
  }

  /** Lines alone. */
  public StatePart(String component, int version, List<String> lines) {
    this(component, version, lines, Bytes.NONE);
  }

  /** As few messages as hold it. */
  List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (!text.isEmpty() && text.length() + line.length() > MOST_CHARS) {
        messages.add(message(text, Bytes.NONE));
        text.setLength(0);
      }
      text.append(line).append('\n');
    }
    if (!text.isEmpty()) {
      messages.add(message(text, bytes));
    }
    return messages;
  }

  private Message message(StringBuilder text, Bytes payload) {
    return Message.of(
        Message.Kind.STATE,
        payload,
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
          message.get("lines").lines().toList(),
          message.payload());
    } catch (NumberFormatException e) {
      throw new IOException("a state without a version", e);
    }
  }
}
