package io.mizzen.spi.upstream;

import java.util.Map;

/** One member of a cluster. The object stays the same as long as its address is in the set. */
public interface Endpoint {
  /** {@code host:port} or {@code unix:/path}. */
  String address();

  /** Its share of traffic relative to the others, from 1. */
  int weight();

  /** What discovery says of it: zone, unit, group, version. */
  Map<String, String> metadata();

  /** Whether it may be picked: health, outlier detection and operators agree. Any thread. */
  Gate gate();

  /** The state of the switch that sets an endpoint aside. */
  enum Gate {
    OPEN,
    /** Only some requests, to find out. */
    PROBING,
    SHUT
  }
}
