package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, for people and for programs.
 *
 * @param code {@code MZ....}; its entry is in {@link ErrorCodes}
 * @param severity error or warning
 * @param message one line, without the place
 * @param place where it stands
 * @param expected what would be right, in words; null when the message says it
 * @param words the words that would be right, when they can be listed
 * @param suggestion what was probably meant
 * @param help what to do; null when there is nothing to add
 * @param related other places that matter
 * @param plugin whose record refused it; {@code kernel} for our own
 * @param schema the block it belongs to, for example {@code retry}
 */
public record Problem(
    String code,
    Severity severity,
    String message,
    Place place,
    @Nullable String expected,
    List<String> words,
    @Nullable Suggestion suggestion,
    @Nullable String help,
    List<Related> related,
    String plugin,
    @Nullable String schema) {

  public Problem {
    words = List.copyOf(words);
    related = List.copyOf(related);
  }

  /** What to write instead of what. */
  public record Suggestion(String replace, String with) {}

  /** A second place and what is there. */
  public record Related(Place place, String message) {}

  /** Begins an error. */
  public static Builder error(String code, String message) {
    return new Builder(code, Severity.ERROR, message);
  }

  /** Begins a warning. */
  public static Builder warning(String code, String message) {
    return new Builder(code, Severity.WARNING, message);
  }

  Problem with(Place where, List<Related> others) {
    return new Problem(
        code, severity, message, where, expected, words, suggestion, help, others, plugin, schema);
  }

  /** Collects the parts of a problem. */
  public static final class Builder {
    private final String code;
    private final Severity severity;
    private final String message;
    private Place place = Place.file("configuration");
    private @Nullable String expected;
    private List<String> words = List.of();
    private @Nullable Suggestion suggestion;
    private @Nullable String help;
    private final List<Related> related = new ArrayList<>(2);
    private String plugin = "kernel";
    private @Nullable String schema;

    private Builder(String code, Severity severity, String message) {
      this.code = code;
      this.severity = severity;
      this.message = message;
    }

    /** Where it stands. */
    public Builder at(Place where) {
      place = where;
      return this;
    }

    /** What would be right, in words. */
    public Builder expected(@Nullable String text) {
      expected = text;
      return this;
    }

    /** What would be right, as words a program can offer. */
    public Builder words(List<String> choices) {
      words = choices;
      return this;
    }

    /** What was probably meant; becomes the help, unless there is one. */
    public Builder suggest(String replace, @Nullable String with) {
      if (with != null) {
        suggestion = new Suggestion(replace, with);
        if (help == null) {
          help = "did you mean '" + with + "'?";
        }
      }
      return this;
    }

    /** What to do. */
    public Builder help(@Nullable String text) {
      help = text;
      return this;
    }

    /** Another place that matters. */
    public Builder see(Place where, String text) {
      related.add(new Related(where, text));
      return this;
    }

    /** The plugin whose record refused it. */
    public Builder plugin(@Nullable String id) {
      plugin = id == null ? "kernel" : id;
      return this;
    }

    /** The block it belongs to. */
    public Builder schema(@Nullable String block) {
      schema = block;
      return this;
    }

    /** The finished problem. */
    public Problem build() {
      return new Problem(
          code,
          severity,
          message,
          place,
          expected,
          words,
          suggestion,
          help,
          related,
          plugin,
          schema);
    }
  }
}
