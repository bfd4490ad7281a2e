package io.mizzen.spi.upstream;

import io.mizzen.spi.protocol.RequestHead;

/** What a balancer may know about the try it picks for. */
public interface PickContext {
  /** The request. */
  RequestHead head();

  /** Whether this try may use an endpoint: gate, narrowing and earlier tries agree. */
  Usable usable(Endpoint endpoint);

  /** Open streams of this worker on an endpoint. */
  int load(Endpoint endpoint);

  /** The share of its weight an endpoint should get now, in (0, 1]: below 1 while it warms up. */
  double ramp(Endpoint endpoint);

  /** A random number from 0 (inclusive) to bound (exclusive); seeded in tests. */
  int random(int bound);

  /** Whether an endpoint may be picked. */
  enum Usable {
    YES,
    NO
  }
}
