package io.mizzen.spi.upstream;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes health checks.
 *
 * @param <C> their configuration; how often and how many is the kernel's part
 */
public interface HealthCheckFactory<C extends Record> extends ConfiguredFactory<C, HealthCheck> {}
