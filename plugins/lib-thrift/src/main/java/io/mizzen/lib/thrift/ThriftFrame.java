package io.mizzen.lib.thrift;

import io.mizzen.xprotocol.Frame;
import io.netty.buffer.ByteBuf;

/** A frame with what its message head said. Places count from the first byte of the frame. */
public final class ThriftFrame extends Frame {
  public int messageAt;
  public int type;
  public int nameAt;
  public int nameLength;
  public int sequence;

  /** Of a reply: whether a declared exception comes instead of a result. */
  public boolean declared;

  /**
   * Takes the first four bytes of the message in a frame; what else it says is not known yet.
   *
   * @param at where the frame begins
   * @param message where its message begins in it
   * @return false if it is none
   */
  public boolean begin(ByteBuf in, int at, int message) {
    type = MessageHead.type(in, at + message);
    Kind known = MessageHead.kind(type);
    if (known == null) {
      return false;
    }
    kind = known;
    messageAt = message;
    nameAt = 0;
    nameLength = 0;
    declared = false;
    return true;
  }
}
