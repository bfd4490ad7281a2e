package io.mizzen.discovery.file;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.DiscoveryFactory;
import java.time.InstantSource;

/** Makes {@code fileDiscovery}. */
final class FileDiscoveryFactory implements DiscoveryFactory<FileDiscoveryConfig> {
  @Override
  public String type() {
    return "fileDiscovery";
  }

  @Override
  public String summary() {
    return "Endpoints from a YAML or JSON file that is read anew when it changes.";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<FileDiscoveryConfig> configType() {
    return FileDiscoveryConfig.class;
  }

  @Override
  public Discovery create(FileDiscoveryConfig config, Host host) {
    return new FileDiscovery(
        host.resolve(config.path()),
        config.poll(),
        host.background(),
        InstantSource.system(),
        host.logger());
  }
}
