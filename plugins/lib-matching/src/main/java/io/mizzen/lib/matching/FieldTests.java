package io.mizzen.lib.matching;

import io.mizzen.spi.protocol.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on named values, all of which must hold. Where a value comes from is the caller's
 * affair: the fields of a head, the query of a path. Of several values of a name the first counts.
 */
public final class FieldTests {
  /** No condition. */
  public static final FieldTests NONE = new FieldTests(Map.of());

  private final String[] names;
  private final TextTest[] tests;
  private final Presence[] presences;

  /** Compiles conditions; they are checked in the order of the map. */
  public FieldTests(Map<String, TextMatch> conditions) {
    this.names = new String[conditions.size()];
    this.tests = new TextTest[names.length];
    this.presences = new Presence[names.length];
    int i = 0;
    for (Map.Entry<String, TextMatch> condition : conditions.entrySet()) {
      names[i] = condition.getKey();
      tests[i] = TextTest.of(condition.getValue());
      Boolean present = condition.getValue().present();
      presences[i] = present == null || present ? Presence.REQUIRED : Presence.FORBIDDEN;
      i++;
    }
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  /** Whether all conditions hold for the fields of a head. Allocates nothing itself. */
  public boolean pass(Fields fields) {
    for (int i = 0; i < names.length; i++) {
      if (!holds(i, fields.get(names[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Whether all conditions hold. A value is used before the next one is asked for. */
  public boolean passFrom(Source source) {
    for (int i = 0; i < names.length; i++) {
      if (!holds(i, source.get(names[i]))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Says in words which condition fails first, or null if none does.
   *
   * @param kind what the values are called, such as "header"
   */
  public @Nullable String failure(String kind, Source source) {
    for (int i = 0; i < names.length; i++) {
      CharSequence value = source.get(names[i]);
      if (!holds(i, value)) {
        String subject = kind + " '" + names[i] + "' ";
        if (presences[i] == Presence.FORBIDDEN) {
          return subject + "is there and must not be";
        }
        return value == null
            ? subject + "is absent"
            : subject + "is '" + value + "'; it matches if it " + tests[i];
      }
    }
    return null;
  }

  private boolean holds(int index, @Nullable CharSequence value) {
    return switch (presences[index]) {
      case FORBIDDEN -> value == null;
      case REQUIRED -> value != null && tests[index].passes(value);
    };
  }

  private enum Presence {
    REQUIRED,
    FORBIDDEN
  }

  /** Gives the values. */
  @FunctionalInterface
  public interface Source {
    /** The first value of a name, or null; valid until the next call. */
    @Nullable CharSequence get(String name);
  }
}
