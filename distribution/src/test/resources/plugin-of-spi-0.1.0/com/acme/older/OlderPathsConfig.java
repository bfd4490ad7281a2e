package com.acme.older;

import io.mizzen.spi.config.Doc;

/** What stands under {@code config:} of the router itself: nothing yet. */
@Doc("Routes by the beginning of the operation.")
public record OlderPathsConfig() {}
