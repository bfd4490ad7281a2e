package io.mizzen.it.bolt;

import io.mizzen.kernel.boot.Refusal;
import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import java.io.IOException;

/** One process from the first call to the last. */
record SteadyProxy(EmbeddedProxy proxy) implements ProxyUnderTest {
  static final String HEARTBEATS = "bolt_heartbeats_answered_total";

  static SteadyProxy before(int upstreamPort) throws IOException, Refusal {
    return new SteadyProxy(EmbeddedProxy.packaged(Forwarding.all("bolt", upstreamPort)));
  }

  @Override
  public int port() {
    return proxy.port("rpc");
  }

  @Override
  public long heartbeatsAnswered() {
    return proxy.metric(HEARTBEATS);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
