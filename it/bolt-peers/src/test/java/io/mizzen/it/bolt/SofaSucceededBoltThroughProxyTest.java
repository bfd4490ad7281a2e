package io.mizzen.it.bolt;

class SofaSucceededBoltThroughProxyTest extends SofaBoltPeers {
  @Override
  ProxyUnderTest startProxy(int upstreamPort) throws Exception {
    return UpgradingProxy.before(upstreamPort);
  }
}
