package io.mizzen.spi.stream;
import io.mizzen.spi.protocol.LocalReply;
public interface Continuation {
  void resume();
  void reply(LocalReply reply);
}
