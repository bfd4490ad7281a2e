package io.mizzen.it.bolt;

class SofaRpcThroughProxyTest extends SofaRpcPeers {
  @Override
  ProxyUnderTest startProxy(int upstreamPort) throws Exception {
    return SteadyProxy.before(upstreamPort);
  }
}
