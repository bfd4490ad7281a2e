package io.mizzen.spi.stream;

import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.Host;
import org.jspecify.annotations.Nullable;

/**
 * Makes stream filters. A filter with a {@code name} in the configuration is one instance wherever
 * it is mentioned.
 *
 * @param <C> their configuration
 */
public interface StreamFilterFactory<C extends Record> extends ConfiguredFactory<C, StreamFilter> {
  /**
   * A filter of the same code with no effect outside itself: before a process takes traffic it is
   * shown some thousand made-up requests, so that its code is compiled by then. It must not write,
   * call or count anywhere but in {@code host}, whose metrics nobody reads. A filter that only
   * looks at heads and its own fields can be made by {@link #create}. Closed after use if it is
   * {@link AutoCloseable}.
   *
   * @return null, the default, to be left out: right for a filter that does something to others
   */
  default @Nullable StreamFilter createForWarmUp(C config, Host host) {
    return null;
  }
}
