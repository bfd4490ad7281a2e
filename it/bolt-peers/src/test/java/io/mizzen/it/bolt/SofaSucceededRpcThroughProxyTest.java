package io.mizzen.it.bolt;

class SofaSucceededRpcThroughProxyTest extends SofaRpcPeers {
  @Override
  ProxyUnderTest startProxy(int upstreamPort) throws Exception {
    return UpgradingProxy.before(upstreamPort);
  }
}
