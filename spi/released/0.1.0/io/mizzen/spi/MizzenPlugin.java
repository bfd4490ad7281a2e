package io.mizzen.spi;
public interface MizzenPlugin {
  void register(ExtensionRegistrar registrar);
}
