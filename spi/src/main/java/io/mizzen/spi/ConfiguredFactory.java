package io.mizzen.spi;

/**
 * A factory that turns one configuration record into one instance.
 *
 * @param <C> the record: bound, defaulted and validated before {@link #create}
 * @param <T> what it makes
 */
public interface ConfiguredFactory<C extends Record, T> extends ExtensionFactory {
  /** The record that {@code config:} is bound to. */
  Class<C> configType();

  /**
   * Makes an instance. Called on the configuration thread; quick: no I/O, no threads, no statics.
   * An instance whose configuration stays equal over a reload is kept and not made anew. If the
   * instance is {@link AutoCloseable}, it is closed when the last snapshot that uses it is gone.
   *
   * @throws IllegalArgumentException with a sentence for users if the configuration cannot work
   */
  T create(C config, Host host);
}
