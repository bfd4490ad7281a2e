package io.mizzen.spi.network;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes inspectors.
 *
 * @param <C> their configuration
 */
public interface InspectorFactory<C extends Record>
    extends ConfiguredFactory<C, Inspector.Source> {}
