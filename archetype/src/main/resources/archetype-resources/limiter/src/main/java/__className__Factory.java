package ${package};

import io.mizzen.spi.Host;
import io.mizzen.spi.limit.Limiter;
import io.mizzen.spi.limit.LimiterFactory;

/** The limiter {@code ${type}}. */
final class ${className}Factory implements LimiterFactory<${className}Config> {
  @Override
  public String type() {
    return "${type}";
  }

  @Override
  public String summary() {
    return "Lets so many streams pass in a time.";
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
  public Limiter create(${className}Config config, Host host) {
    return new ${className}Limiter(config, host);
  }
}
