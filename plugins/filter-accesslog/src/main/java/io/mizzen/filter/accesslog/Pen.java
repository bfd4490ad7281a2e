package io.mizzen.filter.accesslog;

import io.mizzen.spi.telemetry.Counter;

/** What a worker writes lines with. Only on its worker. */
final class Pen {
  private final Line line = new Line();
  private final LineTime time = new LineTime();
  private final Ring ring;
  private final Counter.Cell lost;
  private long random;

  Pen(Ring ring, Counter.Cell lost, long seed) {
    this.ring = ring;
    this.lost = lost;
    this.random = seed | 1;
  }

  Line line() {
    return line;
  }

  LineTime time() {
    return time;
  }

  Ring ring() {
    return ring;
  }

  Counter.Cell lost() {
    return lost;
  }

  /** A number in [0, 1): xorshift (Marsaglia 2003), good enough to choose lines. */
  double chance() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (random >>> 11) * 0x1.0p-53;
  }
}
