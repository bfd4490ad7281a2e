package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.ConfigNode;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import org.jspecify.annotations.Nullable;

/** The server log and metrics. */
public record TelemetryConfig(
    @Nullable @Doc("The server log.") ConfigNode log,
    @Default("1000") @Doc("Distinct values of an endpoint label; the rest counts as 'other'.")
        int maxEndpointLabels) {}
