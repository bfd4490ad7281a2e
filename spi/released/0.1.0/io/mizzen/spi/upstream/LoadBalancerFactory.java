package io.mizzen.spi.upstream;
import io.mizzen.spi.ConfiguredFactory;
public interface LoadBalancerFactory<C extends Record>
    extends ConfiguredFactory<C, LoadBalancer.Builder> {}
