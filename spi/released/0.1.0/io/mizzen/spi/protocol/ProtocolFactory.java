package io.mizzen.spi.protocol;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.Host;
public interface ProtocolFactory<S extends Record, C extends Record> extends ExtensionFactory {
  Class<S> serverConfigType();
  Class<C> clientConfigType();
  ServerProtocol server(S config, Host host);
  ClientProtocol client(C config, Host host);
}
