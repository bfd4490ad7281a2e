package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.List;
import java.util.Map;

/** Changes of message fields by a route. */
public record FieldEditsConfig(
    @Default("{}") @Doc("On the way to the upstream.") Edits request,
    @Default("{}") @Doc("On the way back.") Edits response) {

  /** Removed first, then set, then added. */
  public record Edits(
      @Doc("Replaced or added.") Map<String, String> set,
      @Doc("Added beside what is there.") Map<String, String> add,
      @Doc("Taken away.") List<String> remove) {
    /** Whether there is nothing to do. */
    public boolean isEmpty() {
      return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }
  }
}
