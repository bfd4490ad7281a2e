package io.mizzen.spi.stream;
import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.Host;
import org.jspecify.annotations.Nullable;
public interface StreamFilterFactory<C extends Record> extends ConfiguredFactory<C, StreamFilter> {
  default @Nullable StreamFilter createForWarmUp(C config, Host host) {
    return null;
  }
}
