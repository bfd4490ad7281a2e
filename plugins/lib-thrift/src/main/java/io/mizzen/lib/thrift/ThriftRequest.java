package io.mizzen.lib.thrift;

import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import org.jspecify.annotations.Nullable;

/** A call. A multiplexed service stands before the method and a colon. */
public abstract class ThriftRequest extends FrameRequest {
  private int messageAt;
  private int nameAt;
  private int nameLength;
  private int sequence;
  private int colon;
  private @Nullable String operation;

  protected ThriftRequest(FrameFormat format, FramePool pool) {
    super(format, pool);
  }

  @Override
  protected void taken(Frame frame) {
    ThriftFrame read = (ThriftFrame) frame;
    messageAt = read.messageAt;
    nameAt = read.nameAt;
    nameLength = read.nameLength;
    sequence = read.sequence;
    operation = null;
    colon = -1;
    byte[] bytes = bytes();
    for (int i = 0; i < nameLength; i++) {
      if (bytes[nameAt + i] == ':') {
        colon = i;
        break;
      }
    }
  }

  /** The service of a multiplexed call; others do not say. */
  @Override
  public CharSequence service() {
    return colon < 0 ? "" : word(nameAt, colon);
  }

  @Override
  public CharSequence operation() {
    String known = operation;
    if (known == null) {
      known = word(nameAt + colon + 1, nameLength - colon - 1);
      operation = known;
    }
    return known;
  }

  /** Where the message begins in the frame. */
  public final int messageAt() {
    return messageAt;
  }

  public final boolean isCompact() {
    return MessageHead.isCompact(bytes()[messageAt]);
  }

  public final int nameLength() {
    return nameLength;
  }

  public final int sequence() {
    return sequence;
  }

  public final int copyName(byte[] to, int at) {
    System.arraycopy(bytes(), nameAt, to, at, nameLength);
    return at + nameLength;
  }

  /** Whether the message head was read. */
  public final boolean isNamed() {
    return nameAt > 0;
  }
}
