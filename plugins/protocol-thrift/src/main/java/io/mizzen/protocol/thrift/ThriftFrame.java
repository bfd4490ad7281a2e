package io.mizzen.protocol.thrift;

import io.mizzen.xprotocol.Frame;

/** A frame with what its message head said. Places count from the first byte of the frame. */
final class ThriftFrame extends Frame {
  int messageAt;
  int type;
  int nameAt;
  int nameLength;
  int sequence;

  /** Of a reply: whether a declared exception comes instead of a result. */
  boolean declared;
}
