package io.mizzen.filter.accesslog;

import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One JSON object. A field that a stream does not have is left out. */
final class JsonForm implements LineForm {
  private final byte[][] keys;
  private final LogField[] fields;

  JsonForm(Collection<String> names) {
    keys = new byte[names.size()][];
    fields = new LogField[names.size()];
    int i = 0;
    for (String name : names) {
      keys[i] = key(name);
      @Nullable LogField field = LogFields.find(name);
      fields[i++] = Objects.requireNonNull(field, name);
    }
  }

  @Override
  public void append(Pen pen, Outcome outcome, StreamContext stream) {
    Line line = pen.line();
    line.raw('{');
    boolean first = true;
    for (int i = 0; i < fields.length; i++) {
      int mark = line.length();
      if (!first) {
        line.raw(',');
      }
      line.raw(keys[i]);
      if (fields[i].append(pen, Line.Style.JSON, outcome, stream)) {
        first = false;
      } else {
        line.backTo(mark);
      }
    }
    line.raw('}');
  }

  /** The name as JSON with its colon; a message field may have odd characters. */
  private static byte[] key(String name) {
    Line line = new Line();
    line.text(name, Line.Style.JSON);
    line.raw(':');
    return Arrays.copyOf(line.bytes(), line.length());
  }
}
