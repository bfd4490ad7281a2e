package io.mizzen.spi.network;
import io.netty.buffer.ByteBuf;
public interface Inspector {
  Verdict inspect(ByteBuf first, ConnectionInfo facts);
  default Verdict onSilence(ConnectionInfo facts) {
    return Verdict.REJECT;
  }
  enum Verdict {
    NEED_MORE,
    DONE,
    REJECT
  }
  interface Source {
    Inspector open();
    long timeoutMillis();
    default long silenceMillis() {
      return 0;
    }
  }
}
