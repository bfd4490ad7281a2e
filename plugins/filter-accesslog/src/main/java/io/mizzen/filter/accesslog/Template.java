package io.mizzen.filter.accesslog;

import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A line by a template: text with {@code %{field}} in it; {@code %%} is a per cent sign, a field
 * that the stream does not have a dash.
 */
final class Template implements LineForm {
  private final Piece[] pieces;

  private Template(List<Piece> pieces) {
    this.pieces = pieces.toArray(new Piece[0]);
  }

  private interface Piece {
    void append(Pen pen, Outcome outcome, StreamContext stream);
  }

  /**
   * @throws IllegalArgumentException with a sentence for users
   */
  static Template parse(String template) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      char next = i + 1 < template.length() ? template.charAt(i + 1) : 0;
      if (c == '\n' || c == '\r') {
        throw new IllegalArgumentException("template must be one line");
      } else if (c != '%') {
        text.append(c);
      } else if (next == '%') {
        text.append('%');
        i++;
      } else if (next == '{' && template.indexOf('}', i) > 0) {
        int end = template.indexOf('}', i);
        addText(text, pieces);
        pieces.add(field(template.substring(i + 2, end)));
        i = end;
      } else {
        throw new IllegalArgumentException(
            "template: at character " + (i + 1) + " write %{field}, or %% for a per cent sign");
      }
    }
    addText(text, pieces);
    return new Template(pieces);
  }

  @Override
  public void append(Pen pen, Outcome outcome, StreamContext stream) {
    for (Piece piece : pieces) {
      piece.append(pen, outcome, stream);
    }
  }

  private static Piece field(String name) {
    LogField field = LogFields.find(name);
    if (field == null) {
      throw new IllegalArgumentException("template: " + LogFields.unknown(name));
    }
    return (pen, outcome, stream) -> {
      if (!field.append(pen, Line.Style.PLAIN, outcome, stream)) {
        pen.line().raw('-');
      }
    };
  }

  private static void addText(StringBuilder text, List<Piece> pieces) {
    if (!text.isEmpty()) {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      pieces.add((pen, outcome, stream) -> pen.line().raw(bytes));
      text.setLength(0);
    }
  }
}
