package io.mizzen.bench.load;

/** When the next request goes out. */
public sealed interface Pace {
  /** As soon as the one before is answered: finds what a proxy can do. */
  record Closed() implements Pace {}

  /**
   * At fixed times, whatever the proxy does; late ones keep their time.
   *
   * @param perSecond requests per second over all connections, above 0
   */
  record Fixed(double perSecond) implements Pace {
    public Fixed {
      if (!(perSecond > 0)) {
        throw new IllegalArgumentException("a rate must be above 0, got " + perSecond);
      }
    }
  }

  /** One request per connection, then silence: what an idle connection costs. */
  record Once() implements Pace {}
}
