package io.mizzen.kernel.plugin;

import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.JsonSchema;
import io.mizzen.kernel.config.model.AutoProtocolConfig;
import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.route.RouterFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which words the installed plugins add to the configuration, and to which records they are bound.
 *
 * <p>Two factories have more than one record, so they are asked for under a second kind: {@code
 * protocol} is the record of a listener and {@code protocol.client} that of a cluster; {@code
 * router} is the record of the router and {@code router.route} its part of each route.
 */
public final class PluginCatalog implements ExtensionCatalog {
  private static final String CLIENT = "protocol.client";
  private static final String ROUTE = "router.route";

  private final PluginSet plugins;

  public PluginCatalog(PluginSet plugins) {
    this.plugins = plugins;
  }

  @Override
  public @Nullable Class<? extends Record> configType(String kind, String type) {
    if (isAuto(kind, type)) {
      return AutoProtocolConfig.class;
    }
    Registration<?> found = find(kind, type);
    return found == null ? null : record(kind, found.factory());
  }

  private static @Nullable Class<? extends Record> record(String kind, ExtensionFactory factory) {
    if (factory instanceof ProtocolFactory<?, ?> protocol) {
      return kind.equals(CLIENT) ? protocol.clientConfigType() : protocol.serverConfigType();
    }
    if (factory instanceof RouterFactory<?, ?> router) {
      return kind.equals(ROUTE) ? router.routeType() : router.configType();
    }
    return factory instanceof ConfiguredFactory<?, ?> configured ? configured.configType() : null;
  }

  @Override
  public Collection<String> types(String kind) {
    Collection<String> types = new TreeSet<>(plugins.types(pointOf(kind)));
    if (isAuto(kind, Registry.AUTO)) {
      types.add(Registry.AUTO);
    }
    return types;
  }

  @Override
  public @Nullable String providedBy(String kind, String type) {
    Registration<?> found = find(kind, type);
    LoadedPlugin plugin = found == null ? null : plugins.plugin(found.plugin());
    return plugin == null ? null : plugin.id() + " " + plugin.version();
  }

  @Override
  public @Nullable String knownElsewhere(String kind, String type) {
    return Known.PLUGINS.getProperty(pointOf(kind) + "." + type);
  }

  @Override
  public @Nullable String doc(String kind, String type) {
    Registration<?> found = find(kind, type);
    return found == null ? null : found.factory().summary();
  }

  /** Which records take the keys that a route leaves to its router, for the JSON Schema. */
  public JsonSchema.RestTypes restTypes() {
    return (owner, kind, type) -> kind.equals("router") ? configType(ROUTE, type) : null;
  }

  /** Only a listener can tell protocols apart by first bytes. */
  private static boolean isAuto(String kind, String type) {
    return type.equals(Registry.AUTO) && kind.equals("protocol");
  }

  private @Nullable Registration<?> find(String kind, String type) {
    return plugins.find(pointOf(kind), type);
  }

  private static String pointOf(String kind) {
    int dot = kind.indexOf('.');
    return dot < 0 ? kind : kind.substring(0, dot);
  }

  /** Read when somebody names a type that is not installed, which most processes never do. */
  private static final class Known {
    static final Properties PLUGINS = read();

    private static Properties read() {
      Properties known = new Properties();
      try (InputStream in = Known.class.getResourceAsStream("known-plugins.properties")) {
        if (in != null) {
          known.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return known;
    }
  }
}
