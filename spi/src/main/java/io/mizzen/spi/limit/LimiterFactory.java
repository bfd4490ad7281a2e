package io.mizzen.spi.limit;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes limiters. Users write its type among the {@code filters:} of a chain, so it must differ
 * from those of all filters.
 *
 * @param <C> their configuration
 */
public interface LimiterFactory<C extends Record> extends ConfiguredFactory<C, Limiter> {}
