package io.mizzen.it.bolt;

class SofaRpcThroughCodecsTest extends SofaRpcPeers {
  @Override
  ProxyUnderTest startProxy(int upstreamPort) {
    return new CodecRelay(upstreamPort);
  }
}
