package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.MayWait;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.operate.Service;
import io.mizzen.spi.operate.ServiceFactory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plugins run beside the traffic, such as the admin API. Control thread only. */
final class Services {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  private final PluginSet plugins;
  private final Hosts hosts;
  private final Map<String, Live> live = new LinkedHashMap<>();
  private Start start = Start.FIRST;

  /** How services begin: those of a process before this one may still be there. */
  private enum Start {
    FIRST,
    AS_SUCCESSOR
  }

  private record Live(Record config, Service service) {}

  Services(PluginSet plugins, Hosts hosts) {
    this.plugins = plugins;
    this.hosts = hosts;
  }

  /** Those that are applied next begin while another process's may still be there. */
  void succeed() {
    start = Start.AS_SUCCESSOR;
  }

  /**
   * Starts services that are new or changed and stops those that are gone.
   *
   * @throws IOException if one cannot have its address
   */
  void apply(Blueprint next) throws IOException {
    for (String type : List.copyOf(live.keySet())) {
      Live old = live.get(type);
      if (old != null && !old.config().equals(next.services().get(type))) {
        live.remove(type);
        old.service().stop();
      }
    }
    for (Map.Entry<String, Record> wanted : next.services().entrySet()) {
      Service service =
          live.containsKey(wanted.getKey()) ? null : make(wanted.getKey(), wanted.getValue());
      if (service != null) {
        if (start == Start.AS_SUCCESSOR) {
          service.startAsSuccessor();
        } else {
          service.start();
        }
        live.put(wanted.getKey(), new Live(wanted.getValue(), service));
      }
    }
    start = Start.FIRST;
  }

  /** One of each kind runs once, unseen, before this process takes over from another. */
  @MayWait("the start of a successor")
  void rehearse(Blueprint next) {
    next.services()
        .forEach(
            (type, config) -> {
              try {
                Service service = make(type, config);
                if (service != null) {
                  service.rehearse();
                }
              } catch (IOException | RuntimeException e) {
                LOG.debug("service {} begins cold", type, e);
              }
            });
  }

  private @Nullable Service make(String type, Record config) {
    Registration<ServiceFactory<?>> found = plugins.find(ExtensionPoints.SERVICES, type);
    return found == null ? null : make(found.factory(), config, hosts.of(found.plugin()));
  }

  private static <C extends Record> Service make(
      ServiceFactory<C> factory, Record config, Host host) {
    return factory.create(factory.configType().cast(config), host);
  }

  /** Another process is about to start its own. */
  void giveWay() {
    live.values().removeIf(one -> one.service().giveWay() == Service.Presence.STOPPED);
  }

  /** What they say of themselves at the start, by type. */
  Map<String, String> banners() {
    Map<String, String> banners = new LinkedHashMap<>();
    live.forEach((type, one) -> banners.put(type, one.service().banner()));
    return banners;
  }

  void stop() {
    for (Live one : live.values()) {
      try {
        one.service().stop();
      } catch (RuntimeException e) {
        LOG.warn("a service did not stop in order: {}", e.getMessage());
      }
    }
    live.clear();
  }
}
