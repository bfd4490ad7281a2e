package io.mizzen.balancer.basic;

import io.mizzen.spi.config.Doc;

/** Nothing to set: weights come with the endpoints. */
@Doc("Each endpoint in turn, as often as its weight says.")
public record RoundRobinConfig() {}
