package ${package};

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;

/** The load balancer {@code ${type}}. */
final class ${className}Factory implements LoadBalancerFactory<${className}Config> {
  @Override
  public String type() {
    return "${type}";
  }

  @Override
  public String summary() {
    return "The first endpoint that may be used takes everything.";
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
  public LoadBalancer.Builder create(${className}Config config, Host host) {
    return (endpoints, worker) -> new ${className}Balancer(endpoints);
  }
}
