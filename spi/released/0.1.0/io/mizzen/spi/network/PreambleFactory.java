package io.mizzen.spi.network;
import io.mizzen.spi.ConfiguredFactory;
public interface PreambleFactory<C extends Record> extends ConfiguredFactory<C, Preamble> {}
