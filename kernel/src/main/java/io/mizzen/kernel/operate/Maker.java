package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Origins;
import io.mizzen.kernel.config.Place;
import io.mizzen.kernel.config.Problem;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.Host;
import io.mizzen.spi.config.Component;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the instances a blueprint asks for, or takes equal ones over from the one before. */
final class Maker {
  private final PluginSet plugins;
  private final Hosts hosts;
  private final Loaded<RootConfig> loaded;
  private final Instances instances;

  Maker(PluginSet plugins, Hosts hosts, Loaded<RootConfig> loaded, Instances instances) {
    this.plugins = plugins;
    this.hosts = hosts;
    this.loaded = loaded;
    this.instances = instances;
  }

  PluginSet plugins() {
    return plugins;
  }

  Origins origins() {
    return loaded.origins();
  }

  Host hostOf(Registration<?> found) {
    return hosts.of(found.plugin());
  }

  /** Begins an error at a key. */
  Problem.Builder error(String code, String message, Record at, String key) {
    return loaded.origins().error(code, message, at, key);
  }

  Place placeOf(Record value, String key) {
    return loaded.origins().of(value, key);
  }

  void add(Problem.Builder problem) {
    loaded.problems().add(problem);
  }

  <F extends ConfiguredFactory<?, ?>, T> T configured(
      Class<T> as, ExtensionPoint<F> point, String place, Component component) {
    return instance(
        as,
        point.kind() + " " + place,
        component,
        spec -> {
          Registration<F> found = plugins.find(point, spec.type());
          if (found == null) {
            throw new IllegalArgumentException("no " + point.kind() + " '" + spec.type() + "'");
          }
          ConfiguredFactory<?, ?> factory = found.factory();
          return as.cast(createdBy(factory, spec.config(), hosts.of(found.plugin())));
        });
  }

  private static <C extends Record, T> T createdBy(
      ConfiguredFactory<C, T> factory, Record config, Host host) {
    return factory.create(factory.configType().cast(config), host);
  }

  <T> T instance(Class<T> as, String place, Component component, Function<Component, T> make) {
    Instances.Key key =
        new Instances.Key(as.getName() + " " + place, component.type(), component.config());
    return instances.get(as, key, () -> make.apply(component));
  }

  /** A factory's refusal becomes a problem at the key that asked for the instance. */
  <T> @Nullable T make(Record at, String key, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      Problem.Builder problem = error("MZ1605", String.valueOf(e.getMessage()), at, key);
      add(problem);
      return null;
    }
  }
}
