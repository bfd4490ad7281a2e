package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.OfKind;
import java.util.List;

/** The configuration of protocol {@code auto}. */
@Doc("Tells the listed protocols apart by the first bytes.")
public record AutoProtocolConfig(
    @OfKind("protocol") @Doc("The candidates; all installed protocols with defaults if empty.")
        List<Component> protocols) {}
