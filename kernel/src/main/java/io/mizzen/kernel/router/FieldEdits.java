package io.mizzen.kernel.router;

import io.mizzen.kernel.config.model.FieldEditsConfig;
import io.mizzen.spi.protocol.Fields;
import java.util.List;
import java.util.Map;

/** Changes of a message's fields: removed first, then set, then added. */
public final class FieldEdits {
  private final String[] remove;
  private final List<Map.Entry<String, String>> set;
  private final List<Map.Entry<String, String>> add;
  private final boolean empty;

  FieldEdits(FieldEditsConfig.Edits config) {
    this.remove = config.remove().toArray(new String[0]);
    this.set = List.copyOf(config.set().entrySet());
    this.add = List.copyOf(config.add().entrySet());
    this.empty = config.isEmpty();
  }

  /**
   * Applies them.
   *
   * @throws IllegalArgumentException if the protocol cannot carry one of them
   */
  public void apply(Fields fields) {
    if (empty) {
      return;
    }
    for (String name : remove) {
      fields.remove(name);
    }
    for (Map.Entry<String, String> field : set) {
      fields.set(field.getKey(), field.getValue());
    }
    for (Map.Entry<String, String> field : add) {
      fields.add(field.getKey(), field.getValue());
    }
  }
}
