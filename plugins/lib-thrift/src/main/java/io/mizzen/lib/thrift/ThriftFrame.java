package io.mizzen.lib.thrift;

import io.mizzen.xprotocol.Frame;

/** A frame with what its message head said. Places count from the first byte of the frame. */
public final class ThriftFrame extends Frame {
  public int messageAt;
  public int type;
  public int nameAt;
  public int nameLength;
  public int sequence;

  /** Of a reply: whether a declared exception comes instead of a result. */
  public boolean declared;
}
