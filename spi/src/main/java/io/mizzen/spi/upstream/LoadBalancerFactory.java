package io.mizzen.spi.upstream;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes load balancers.
 *
 * @param <C> their configuration
 */
public interface LoadBalancerFactory<C extends Record>
    extends ConfiguredFactory<C, LoadBalancer.Builder> {}
