package io.mizzen.spi.upstream;
import io.mizzen.spi.ConfiguredFactory;
public interface HealthCheckFactory<C extends Record> extends ConfiguredFactory<C, HealthCheck> {}
