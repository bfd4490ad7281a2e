package io.mizzen.router.service;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import org.jspecify.annotations.Nullable;

/** The keys of a route that belong to this router. */
@Doc("A route of serviceRouter.")
public record ServiceRouteConfig(
    @Default("{}") @Doc("Which calls; all of them if it is empty.") ServiceMatchConfig match,
    @Nullable @Doc("What the upstream sees instead.") ServiceRewriteConfig rewrite) {}
