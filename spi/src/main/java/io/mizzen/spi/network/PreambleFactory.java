package io.mizzen.spi.network;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes preambles; the instance is shared by all workers.
 *
 * @param <C> their configuration
 */
public interface PreambleFactory<C extends Record> extends ConfiguredFactory<C, Preamble> {}
