package io.mizzen.filter.accesslog;

import io.mizzen.spi.Host;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;

/**
 * Makes access logs. Keeps the one thing that they share: which targets are in use, since two
 * filters must not write to one file by two threads.
 */
final class AccessLogFactory implements StreamFilterFactory<AccessLogConfig> {
  private final LogTargets targets = new LogTargets();

  @Override
  public String type() {
    return "accessLog";
  }

  @Override
  public String summary() {
    return "Writes one line per stream: what was asked, where it went, how it ended and why.";
  }

  @Override
  public Class<AccessLogConfig> configType() {
    return AccessLogConfig.class;
  }

  @Override
  public StreamFilter create(AccessLogConfig config, Host host) {
    return new AccessLogFilter(config, targets.take(config, host), targets);
  }

  @Override
  public StreamFilter createForWarmUp(AccessLogConfig config, Host host) {
    LogTargets none = new LogTargets();
    return new AccessLogFilter(config, none.takeNowhere(config, host), none);
  }
}
