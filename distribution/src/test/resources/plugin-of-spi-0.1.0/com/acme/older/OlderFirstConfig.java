package com.acme.older;

import io.mizzen.spi.config.Doc;

/** What stands under {@code config:}: nothing yet. */
@Doc("The first endpoint that may be used takes everything.")
public record OlderFirstConfig() {}
