package io.mizzen.bench;

import io.mizzen.bench.proxy.RunningProxy;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What the generator talks to.
 *
 * @param proxy empty for the upstream itself, which tells what the rig can do
 */
record Target(String name, InetSocketAddress address, Optional<RunningProxy> proxy) {
  static final String DIRECT = "direct";

  static Target of(RunningProxy proxy) {
    return new Target(proxy.proxy().name(), proxy.address(), Optional.of(proxy));
  }

  static Target direct(InetSocketAddress upstream) {
    return new Target(DIRECT, upstream, Optional.empty());
  }
}
