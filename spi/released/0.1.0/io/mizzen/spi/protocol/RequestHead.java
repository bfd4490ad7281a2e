package io.mizzen.spi.protocol;
public interface RequestHead extends MessageHead {
  CharSequence service();
  CharSequence operation();
  CharSequence verb();
  boolean rewriteService(CharSequence service);
  boolean rewriteOperation(CharSequence operation);
  Exchange exchange();
  default CharSequence tunnel() {
    return "";
  }
  long timeoutMillis();
  Repeat repeat();
  enum Exchange {
    ANSWERED,
    ONE_WAY,
    TUNNEL
  }
  enum Repeat {
    SAFE,
    UNSAFE
  }
}
