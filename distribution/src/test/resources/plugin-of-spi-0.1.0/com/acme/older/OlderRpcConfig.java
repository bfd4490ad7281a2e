package com.acme.older;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** What stands under {@code config:}, of listeners and of clusters. */
@Doc("OlderRpc, on either side.")
public record OlderRpcConfig(
    @Default("1MiB") @Doc("Larger frames end their connection.") ByteSize maxFrame) {
  public OlderRpcConfig {
    if (maxFrame.bytes() < 64 || maxFrame.bytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("maxFrame must be from 64B to 2GiB, got " + maxFrame);
    }
  }
}
