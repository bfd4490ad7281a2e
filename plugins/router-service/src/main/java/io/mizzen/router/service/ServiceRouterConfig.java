package io.mizzen.router.service;

import io.mizzen.spi.config.Doc;

/** Nothing to set: all of it is in the routes. */
@Doc("Routes calls by service, operation and fields. The first route that matches wins.")
public record ServiceRouterConfig() {}
