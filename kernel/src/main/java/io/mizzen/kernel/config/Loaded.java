package io.mizzen.kernel.config;

import org.jspecify.annotations.Nullable;

/**
 * What a load found: the bound configuration, or what is wrong with it.
 *
 * @param <R> the root record
 */
public final class Loaded<R extends Record> {
  private final @Nullable R value;
  private final Problems problems;
  private final Origins origins;
  private final Names names;
  private @Nullable Binder binder;

  Loaded(
      @Nullable R value, Problems problems, Origins origins, @Nullable Binder binder, Names names) {
    this.value = value;
    this.problems = problems;
    this.origins = origins;
    this.binder = binder;
    this.names = names;
  }

  /** The configuration; null if its syntax or shape is wrong somewhere. */
  public @Nullable R value() {
    return value;
  }

  /** Everything found so far; later stages add to it. */
  public Problems problems() {
    return problems;
  }

  /** Where every value stands, and all sound parts of a configuration that has unsound ones. */
  public Origins origins() {
    return origins;
  }

  /** The files it came from. */
  public Sources sources() {
    return origins.sources();
  }

  /**
   * Ends the load, after the caller bound all deferred nodes: reports names that are not defined
   * and keys that nobody bound. Later calls only answer.
   *
   * @return whether the configuration may be used
   */
  public boolean finish() {
    Binder running = binder;
    if (running != null) {
      binder = null;
      running.checkUnbound();
    }
    names.check(sources(), problems);
    return value != null && !problems.hasErrors();
  }

  /**
   * The configuration with all its defaults; for dumps, comparisons and its version.
   *
   * @throws IllegalStateException if there is no value
   */
  public Effective effective() {
    if (value == null) {
      throw new IllegalStateException("a broken configuration has no effective form");
    }
    return Effective.of(value, origins);
  }

  /** The problems as {@code mizzen check} prints them; empty when there are none. */
  public String report() {
    return TextPrinter.print(sources().label(), problems);
  }

  /** Forgets the texts of the files, for a configuration that is kept while it runs. */
  public void releaseTexts() {
    sources().releaseTexts();
  }
}
