package ${package};

import io.mizzen.spi.Host;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;

/** The filter {@code ${type}}. */
final class ${className}Factory implements StreamFilterFactory<${className}Config> {
  @Override
  public String type() {
    return "${type}";
  }

  @Override
  public String summary() {
    return "Puts a field into every answer.";
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
  public StreamFilter create(${className}Config config, Host host) {
    return new ${className}Filter(config);
  }

  /** It has no effect outside the stream, so it may take part in warming up. */
  @Override
  public StreamFilter createForWarmUp(${className}Config config, Host host) {
    return create(config, host);
  }
}
