package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.Ratio;
import java.time.Duration;

/** New and recovered endpoints get their share step by step. */
public record SlowStartConfig(
    @Doc("From the minimum to the full share.") Duration window,
    @Default("10%") @Doc("The share at the beginning.") Ratio minimum) {}
