package io.mizzen.testkit;

import io.mizzen.spi.protocol.RequestHead;

/** A request of protocol "fake" that a test writes down. */
public final class FakeRequest extends FakeHead implements RequestHead {
  private CharSequence service;
  private CharSequence operation;
  private final CharSequence verb;
  private Exchange exchange = Exchange.ANSWERED;
  private Repeat repeat = Repeat.UNSAFE;
  private long timeoutMillis;

  public FakeRequest(String service, String operation, String verb) {
    this.service = service;
    this.operation = operation;
    this.verb = verb;
  }

  /** The same request with one more field. */
  public FakeRequest with(String name, String value) {
    add(name, value);
    return this;
  }

  /** The same request with another expectation. */
  public FakeRequest expecting(Exchange newExchange) {
    exchange = newExchange;
    return this;
  }

  /** The same request, safe to repeat. */
  public FakeRequest repeatable() {
    repeat = Repeat.SAFE;
    return this;
  }

  /** The same request with a time limit of its caller. */
  public FakeRequest within(long millis) {
    timeoutMillis = millis;
    return this;
  }

  @Override
  public CharSequence service() {
    return service;
  }

  @Override
  public CharSequence operation() {
    return operation;
  }

  @Override
  public CharSequence verb() {
    return verb;
  }

  @Override
  public boolean rewriteService(CharSequence newService) {
    service = newService.toString();
    return true;
  }

  @Override
  public boolean rewriteOperation(CharSequence newOperation) {
    operation = newOperation.toString();
    return true;
  }

  @Override
  public Exchange exchange() {
    return exchange;
  }

  @Override
  public long timeoutMillis() {
    return timeoutMillis;
  }

  @Override
  public Repeat repeat() {
    return repeat;
  }
}
