package io.mizzen.router.service;

import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.Map;

/** Which calls a route takes: all that is said must hold. */
@Doc("Which calls a route takes: all conditions must hold.")
public record ServiceMatchConfig(
    @Default("\"*\"") @Doc("The service: a name with its version, 'prefix*', or '*' for any.")
        String service,
    @Default("\"*\"") @Doc("The operation (method): a name, 'prefix*', or '*' for any.")
        String operation,
    @Doc("What named values of the call must be like; of several with one name the first counts.")
        Map<String, TextMatch> fields) {
  public ServiceMatchConfig {
    NamePattern.parse("service", service);
    NamePattern.parse("operation", operation);
  }
}
