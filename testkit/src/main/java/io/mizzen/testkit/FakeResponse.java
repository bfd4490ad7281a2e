package io.mizzen.testkit;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ResponseHead;

/** An answer of protocol "fake" that a test writes down. */
public final class FakeResponse extends FakeHead implements ResponseHead {
  private final int code;
  private final Why why;

  public FakeResponse(int code, Why why) {
    this.code = code;
    this.why = why;
  }

  /** The same answer with one more field. */
  public FakeResponse with(String name, String value) {
    add(name, value);
    return this;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public Why why() {
    return why;
  }

  @Override
  public Kind kind() {
    return Kind.FINAL;
  }
}
