package io.mizzen.spi.upstream;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes discovery, one instance per cluster.
 *
 * @param <C> its configuration
 */
public interface DiscoveryFactory<C extends Record> extends ConfiguredFactory<C, Discovery> {}
