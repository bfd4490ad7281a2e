package io.mizzen.protocol.thrift;

import io.mizzen.testkit.HexFrames;

/** The frames of real peers. */
final class Golden {
  private Golden() {}

  static byte[] frame(String name) {
    return HexFrames.load(Golden.class, "/frames/thrift.hex", name).clone();
  }
}
