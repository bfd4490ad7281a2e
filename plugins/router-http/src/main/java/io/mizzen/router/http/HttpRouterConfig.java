package io.mizzen.router.http;

import io.mizzen.spi.config.Doc;

/** Nothing to set: all of it is in the routes. */
@Doc("Routes by host, path, method, headers and query. The first route that matches wins.")
public record HttpRouterConfig() {}
