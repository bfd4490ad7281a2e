package io.mizzen.discovery.file;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers {@code fileDiscovery}. */
public final class FileDiscoveryPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.DISCOVERY, new FileDiscoveryFactory());
  }
}
