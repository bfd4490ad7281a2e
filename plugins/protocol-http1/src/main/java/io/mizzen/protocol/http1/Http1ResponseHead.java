package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Numbers;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ResponseHead;
import io.netty.buffer.ByteBuf;

/** A response's head over its own octets; the same life as {@link Http1RequestHead}. */
final class Http1ResponseHead extends FieldBlock implements ResponseHead {
  private final Spares spares;

  int lineFrom;
  int lineTo;
  int code;
  int minor = 1;
  long bodyLength;
  Kind kind = Kind.FINAL;
  Persistence persistence = Persistence.KEEP;

  /** Whether only the end of the connection ends the body. */
  boolean untilClose;

  /** The protocol that a 101 switches to; empty for none. */
  int upgradeFrom;

  int upgradeTo;

  Http1ResponseHead(Spares spares) {
    this.spares = spares;
  }

  @Override
  void clear() {
    super.clear();
    lineFrom = 0;
    lineTo = 0;
    code = 0;
    minor = 1;
    bodyLength = 0;
    kind = Kind.FINAL;
    persistence = Persistence.KEEP;
    upgradeFrom = 0;
    upgradeTo = 0;
    untilClose = false;
  }

  /** Makes the status line of a head that was not received. */
  void status(int newCode) {
    code = newCode;
    lineFrom = length;
    append("HTTP/1.1 ");
    append((byte) ('0' + newCode / 100));
    append((byte) ('0' + newCode / 10 % 10));
    append((byte) ('0' + newCode % 10));
    append(Octets.SP);
    append(StatusText.reason(newCode));
    append(Octets.CR);
    append(Octets.LF);
    lineTo = length;
  }

  @Override
  public String protocol() {
    return Http1RequestHead.PROTOCOL;
  }

  @Override
  public int code() {
    return code;
  }

  /** {@inheritDoc} 503 says "too much to do"; every other 5xx is a failure without a finer word. */
  @Override
  public Why why() {
    return Numbers.why(code);
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public long bodyLength() {
    return bodyLength;
  }

  /** Writes the status line and the header lines, without the empty line. */
  void write(ByteBuf out) {
    write(lineFrom, lineTo, out);
  }

  @Override
  public void release() {
    spares.giveBack(this);
  }
}
