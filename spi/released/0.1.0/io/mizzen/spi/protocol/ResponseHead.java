package io.mizzen.spi.protocol;
import io.mizzen.spi.Why;
public interface ResponseHead extends MessageHead {
  int code();
  Why why();
  Kind kind();
  enum Kind {
    FINAL,
    INFORMATIONAL,
    TUNNEL
  }
}
