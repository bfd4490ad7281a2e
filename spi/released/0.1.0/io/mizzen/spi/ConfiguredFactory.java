package io.mizzen.spi;
public interface ConfiguredFactory<C extends Record, T> extends ExtensionFactory {
  Class<C> configType();
  T create(C config, Host host);
}
