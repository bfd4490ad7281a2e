package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which connections a chain takes; everything that is named must hold. */
public record ChainMatchConfig(
    @Nullable @Doc("The port that was called, after inspectors.") Integer destinationPort,
    @Doc("Networks the caller may be in, such as 10.0.0.0/8; any if empty.")
        List<String> sourceRanges,
    @Nullable @Doc("What wraps the bytes, as an inspector found it: plaintext, tls, tlcp.")
        String transport,
    @Doc("Server names of TLS clients: exact or *.suffix; any if empty.") List<String> sni,
    @Doc("Application protocols, one of which a TLS client offered; any if empty.")
        List<String> alpn,
    @Doc("Installed protocols one of which the first bytes begin; any if empty.")
        List<String> protocols) {}
