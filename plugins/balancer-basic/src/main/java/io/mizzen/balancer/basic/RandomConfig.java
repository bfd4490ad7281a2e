package io.mizzen.balancer.basic;

import io.mizzen.spi.config.Doc;

/** Nothing to set: weights come with the endpoints. */
@Doc("An endpoint at random, as likely as its weight says.")
public record RandomConfig() {}
