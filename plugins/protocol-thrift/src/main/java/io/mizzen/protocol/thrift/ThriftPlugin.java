package io.mizzen.protocol.thrift;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.xprotocol.FrameCounters;

/** Both kinds of thrift. */
public final class ThriftPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, plain());
    registrar.add(ExtensionPoints.PROTOCOLS, ofDubbo());
    FrameCounters.declare(registrar, "thrift");
    FrameCounters.declare(registrar, "dubbo_thrift");
  }

  static ThriftFactory plain() {
    return new ThriftFactory(
        new ThriftFormat(), "thrift", "Apache Thrift in frames, binary and compact.");
  }

  static ThriftFactory ofDubbo() {
    return new ThriftFactory(
        new DubboThriftFormat(),
        "dubbo_thrift",
        "The thrift protocol of Dubbo 2.5 to 2.7, which is not plain thrift.");
  }
}
