package io.mizzen.spi.operate;
import io.mizzen.spi.ConfiguredFactory;
public interface ServiceFactory<C extends Record> extends ConfiguredFactory<C, Service> {
  default Presence presence() {
    return Presence.WHEN_CONFIGURED;
  }
  enum Presence {
    WHEN_CONFIGURED,
    ALWAYS
  }
}
