package io.mizzen.spi.upstream;
import io.mizzen.spi.ConfiguredFactory;
public interface DiscoveryFactory<C extends Record> extends ConfiguredFactory<C, Discovery> {}
