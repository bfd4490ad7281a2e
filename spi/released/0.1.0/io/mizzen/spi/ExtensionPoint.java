package io.mizzen.spi;
public record ExtensionPoint<F extends ExtensionFactory>(
    String kind, Class<? super F> factoryType) {}
