package io.mizzen.bench;

import io.mizzen.bench.proxy.Envoy;
import io.mizzen.bench.proxy.Haproxy;
import io.mizzen.bench.proxy.JavaPeer;
import io.mizzen.bench.proxy.Mizzen;
import io.mizzen.bench.proxy.Nginx;
import io.mizzen.bench.proxy.Proxy;
import io.mizzen.bench.proxy.Setup;
import io.mizzen.bench.proxy.Variants;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of a run by their names; each is made once. {@code mizzen} is the distribution as it
 * is, {@code mizzen 25+zgc} one of {@link Variants}.
 */
final class Peers {
  private final Path root;
  private final Optional<Path> mizzen;
  private final @Nullable Path jdk;
  private final String javaOptions;
  private final @Nullable Path nginxModules;
  private final int mostConnections;
  private final Map<String, Proxy> made = new LinkedHashMap<>();

  /**
   * @param root the checkout
   * @param mizzen {@code bin/mizzen} of another distribution than the one built there
   * @param mostConnections that any scenario opens
   */
  Peers(
      Path root,
      @Nullable Path mizzen,
      @Nullable Path jdk,
      String javaOptions,
      @Nullable Path nginxModules,
      int mostConnections)
      throws IOException {
    this.root = root;
    this.mizzen = mizzen != null ? Optional.of(mizzen.toAbsolutePath()) : Mizzen.built(root);
    this.jdk = jdk;
    this.javaOptions = javaOptions;
    this.nginxModules = nginxModules;
    this.mostConnections = mostConnections;
  }

  /**
   * @throws IllegalArgumentException for a name that is none
   */
  Proxy named(String name) {
    return made.computeIfAbsent(name.toLowerCase(Locale.ROOT), this::make);
  }

  /** All of them, {@link Target#DIRECT} left out. */
  List<Proxy> named(Collection<String> names) {
    List<Proxy> proxies = new ArrayList<>();
    for (String name : names) {
      if (!name.equals(Target.DIRECT)) {
        proxies.add(named(name));
      }
    }
    return proxies;
  }

  private Proxy make(String name) {
    if (name.startsWith(Setup.PLAIN + " ")) {
      String words = name.substring(Setup.PLAIN.length() + 1);
      return new Mizzen(mizzen, Variants.of(words, jdk, javaOptions));
    }
    if (JavaPeer.MAINS.containsKey(name)) {
      return new JavaPeer(name, root, jdk);
    }
    return switch (name) {
      case "nginx" -> new Nginx(nginxModules, mostConnections);
      case "haproxy" -> new Haproxy();
      case "envoy" -> new Envoy(root);
      case Setup.PLAIN -> new Mizzen(mizzen, Setup.plain(jdk, javaOptions));
      default ->
          throw new IllegalArgumentException(
              "no proxy '"
                  + name
                  + "'; there are nginx, haproxy, envoy, mizzen, direct and "
                  + new TreeSet<>(JavaPeer.MAINS.keySet()));
    };
  }

  /** Those that were named so far. */
  Collection<Proxy> all() {
    return made.values();
  }
}
