package ${package};

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.DiscoveryFactory;

/** The discovery {@code ${type}}. */
final class ${className}Factory implements DiscoveryFactory<${className}Config> {
  @Override
  public String type() {
    return "${type}";
  }

  @Override
  public String summary() {
    return "Asks a registry again and again.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<${className}Config> configType() {
    return ${className}Config.class;
  }

  @Override
  public Discovery create(${className}Config config, Host host) {
    return new ${className}Discovery(config, host.background());
  }
}
