package io.mizzen.router.service;

import io.mizzen.spi.config.Doc;
import org.jspecify.annotations.Nullable;

/** What the upstream sees instead. */
@Doc("What the upstream sees instead of the call's service or operation.")
public record ServiceRewriteConfig(
    @Nullable @Doc("The service.") String service,
    @Nullable @Doc("The operation, where the protocol can say another one.") String operation) {
  public ServiceRewriteConfig {
    if (service == null && operation == null) {
      throw new IllegalArgumentException("needs at least one of 'service', 'operation'");
    }
    if ((service != null && service.isEmpty()) || (operation != null && operation.isEmpty())) {
      throw new IllegalArgumentException("'service' and 'operation' must not be empty");
    }
  }
}
