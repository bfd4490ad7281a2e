package io.mizzen.protocol.bolt;

import io.mizzen.spi.upstream.HealthCheck.Probe;
import io.mizzen.spi.upstream.HealthCheck.Verdict;
import io.netty.buffer.ByteBuf;

/** One heartbeat on a fresh connection, and its answer. */
final class BoltProbe implements Probe {
  /** Any number will do on a connection of one question. */
  private static final int ID = 1;

  private final int proto;
  private final FixedHeader frame = new FixedHeader();

  BoltProbe(int proto) {
    this.proto = proto;
  }

  @Override
  public Verdict ask(String endpoint, ByteBuf out) {
    byte[] bytes = new byte[FixedHeader.MAX_LENGTH];
    frame.bare(proto, 1, FixedHeader.HEARTBEAT, ID, -1);
    out.writeBytes(bytes, 0, frame.write(bytes, 0));
    return Verdict.PENDING;
  }

  @Override
  public Verdict hear(ByteBuf in) {
    int start = in.readerIndex();
    int there = in.readableBytes();
    if (there == 0) {
      return Verdict.PENDING;
    }
    int answered = in.getByte(start);
    if (answered != FixedHeader.V1 && answered != FixedHeader.V2) {
      return Verdict.UNHEALTHY;
    }
    if (there > answered && in.getByte(start + answered) != FixedHeader.RESPONSE) {
      return Verdict.UNHEALTHY;
    }
    if (there < FixedHeader.length(answered, FixedHeader.RESPONSE)) {
      return Verdict.PENDING;
    }
    frame.read(in, start);
    boolean well =
        frame.command == FixedHeader.HEARTBEAT
            && frame.id == ID
            && frame.timeoutOrStatus == BoltStatus.SUCCESS.code();
    return well ? Verdict.HEALTHY : Verdict.UNHEALTHY;
  }
}
