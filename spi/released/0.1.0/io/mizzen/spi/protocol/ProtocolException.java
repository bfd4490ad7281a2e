package io.mizzen.spi.protocol;
import io.mizzen.spi.Why;
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Why why;
  private final int code;
  public ProtocolException(Why why, int code, String rule) {
    super(rule, null, false, false);
    this.why = why;
    this.code = code;
  }
  public ProtocolException(String rule) {
    this(Why.DECODE_ERROR, 0, rule);
  }
  public Why why() {
    return why;
  }
  public int code() {
    return code;
  }
}
