package io.mizzen.it.bolt;

class SofaBoltThroughProxyTest extends SofaBoltPeers {
  @Override
  ProxyUnderTest startProxy(int upstreamPort) throws Exception {
    return SteadyProxy.before(upstreamPort);
  }
}
