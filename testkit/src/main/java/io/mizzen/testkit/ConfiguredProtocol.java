package io.mizzen.testkit;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A protocol under test as its factory makes it: each side takes the settings it knows, and its
 * defaults for all others.
 */
public abstract class ConfiguredProtocol implements ProtocolUnderTest {
  private final FakeHost host;
  private final ServerProtocol server;
  private final ClientProtocol client;

  /**
   * @param plugin whose metrics and words the host knows
   * @param settings by component name of either side's record
   */
  protected <S extends Record, C extends Record> ConfiguredProtocol(
      MizzenPlugin plugin, ProtocolFactory<S, C> factory, Map<String, ?> settings) {
    Set<String> unknown = new HashSet<>(settings.keySet());
    S serverConfig = side(factory.serverConfigType(), settings, unknown);
    C clientConfig = side(factory.clientConfigType(), settings, unknown);
    if (!unknown.isEmpty()) {
      throw new AssertionError("no side of " + factory.type() + " has " + unknown);
    }
    host = FakeHost.of(plugin);
    server = factory.server(serverConfig, host);
    client = factory.client(clientConfig, host);
  }

  private static <R extends Record> R side(
      Class<R> type, Map<String, ?> settings, Set<String> unknown) {
    Map<String, Object> known = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Object value = settings.get(component.getName());
      if (value != null) {
        known.put(component.getName(), value);
        unknown.remove(component.getName());
      }
    }
    return ConfigRecords.with(type, known);
  }

  /** The host that both sides were given. */
  public final FakeHost host() {
    return host;
  }

  @Override
  public final ServerProtocol server() {
    return server;
  }

  @Override
  public final ClientProtocol client() {
    return client;
  }
}
