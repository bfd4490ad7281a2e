package io.mizzen.protocol.dubbo;

import io.mizzen.spi.protocol.Fields.Visitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes laid over the attachments of one request. Few, so a list is searched. */
final class AttachmentEdits {
  /** What hessian2 and JSONB can say in one piece. */
  private static final int MAX_UNITS = 0xffff;

  final List<Edit> all = new ArrayList<>(4);

  void set(CharSequence key, @Nullable CharSequence value) {
    if (key.length() > MAX_UNITS || value != null && value.length() > MAX_UNITS) {
      throw new IllegalArgumentException("an attachment has at most 65535 characters");
    }
    String name = key.toString();
    all.removeIf(edit -> edit.key.equals(name));
    all.add(new Edit(name, value == null ? null : value.toString()));
  }

  @Nullable Edit find(CharSequence key) {
    for (Edit edit : all) {
      if (edit.key.contentEquals(key)) {
        return edit;
      }
    }
    return null;
  }

  void forEach(Visitor visitor) {
    for (Edit edit : all) {
      if (edit.value != null) {
        visitor.field(edit.key, edit.value);
      }
    }
  }

  /** A key with its new value, or without one. */
  record Edit(String key, @Nullable String value) {}
}
