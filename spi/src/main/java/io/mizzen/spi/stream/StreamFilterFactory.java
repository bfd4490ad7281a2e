package io.mizzen.spi.stream;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes stream filters. A filter with a {@code name} in the configuration is one instance wherever
 * it is mentioned.
 *
 * @param <C> their configuration
 */
public interface StreamFilterFactory<C extends Record> extends ConfiguredFactory<C, StreamFilter> {}
