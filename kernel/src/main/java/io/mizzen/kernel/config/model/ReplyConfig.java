package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.Map;

/** An answer made here. */
public record ReplyConfig(
    @Default("ok")
        @Doc("The neutral reason, one of the 'why' words; the protocol says it in its own.")
        String status,
    @Default("0") @Doc("The protocol's own number instead; 0 to let it choose.") int code,
    @Default("\"\"") @Doc("Text for the caller, where the protocol can carry one.") String message,
    @Doc("Fields sent along, where the protocol can.") Map<String, String> fields) {}
