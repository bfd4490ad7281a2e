package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Doc;
import org.jspecify.annotations.Nullable;

/** The folder of a running process. */
public record InstanceConfig(
    @Nullable
        @Doc(
            "Folder for sockets and state, made with mode 0700; run/ beside the configuration if"
                + " absent. --instance goes before it.")
        String dir) {}
