package io.mizzen.spi.network;
import io.mizzen.spi.ConfiguredFactory;
public interface NetworkFilterFactory<C extends Record>
    extends ConfiguredFactory<C, NetworkFilter.Source> {}
