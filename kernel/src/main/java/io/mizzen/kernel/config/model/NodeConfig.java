package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Doc;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who this process is. */
public record NodeConfig(
    @Nullable @Doc("Its name in status, logs and towards control planes; the host name if absent.")
        String id,
    @Doc("Words about it, such as its zone.") Map<String, String> labels) {}
