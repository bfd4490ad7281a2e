package io.mizzen.it.bolt;

class SofaBoltThroughCodecsTest extends SofaBoltPeers {
  @Override
  ProxyUnderTest startProxy(int upstreamPort) {
    return new CodecRelay(upstreamPort);
  }
}
