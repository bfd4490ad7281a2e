package io.mizzen.spi.network;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes network filters.
 *
 * @param <C> their configuration
 */
public interface NetworkFilterFactory<C extends Record>
    extends ConfiguredFactory<C, NetworkFilter.Source> {}
