package io.mizzen.spi.network;
import io.mizzen.spi.ConfiguredFactory;
public interface InspectorFactory<C extends Record>
    extends ConfiguredFactory<C, Inspector.Source> {}
