package io.mizzen.spi;

/**
 * A place where plugins add something: a kind, and the shape of the factories it takes. Points are
 * values, so a base plugin may open a point of its own for others to fill.
 *
 * @param kind the word for it in error messages and catalogues, camelCase
 * @param factoryType what is registered there
 * @param <F> what is registered there
 */
public record ExtensionPoint<F extends ExtensionFactory>(
    String kind, Class<? super F> factoryType) {}
