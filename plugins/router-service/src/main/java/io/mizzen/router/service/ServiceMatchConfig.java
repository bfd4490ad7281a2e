package io.mizzen.router.service;

import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.config.Doc;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which calls a route takes: all that is said must hold. */
@Doc("Which calls a route takes: all conditions must hold.")
public record ServiceMatchConfig(
    @Nullable
        @Doc("The service: a name with its version, 'prefix*', or '*' for any (as if absent).")
        String service,
    @Nullable @Doc("The operation (method): a name, 'prefix*', or '*' for any (as if absent).")
        String operation,
    @Doc("What named values of the call must be like; of several with one name the first counts.")
        Map<String, TextMatch> fields) {
  public ServiceMatchConfig {
    NamePattern.parse("service", service);
    NamePattern.parse("operation", operation);
  }
}
