package com.acme.older;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** The keys of each route that belong to this router. */
@Doc("Which requests a route takes.")
public record OlderPathsRouteConfig(
    @Default("") @Doc("How the operation (of HTTP: the path) begins; empty for every request.")
        String begins) {}
