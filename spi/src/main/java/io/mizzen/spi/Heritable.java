package io.mizzen.spi;

import io.netty.buffer.ByteBuf;

/**
 * An instance whose state goes on in the next process: what a limiter has given out, whom a breaker
 * has set aside, who belongs to whom. Stream filters, limiters, builders of load balancers and
 * routers may implement it beside their own interface; the kernel then carries the state from an
 * instance of a process to that of its successor in a hot restart.
 *
 * <p>The two are matched by where they stand: a filter or limiter by its {@code name}, or without
 * one by its listener, chain and position; a balancer by its cluster; a router by its table. The
 * type must be the same, the configuration need not be. A reload needs none of this: it keeps an
 * instance whose configuration stays equal.
 *
 * <p>What cannot go along begins anew and is counted ({@code mizzen_restart_state_dropped_total}):
 * the state of an instance that the successor does not have, and one that it cannot read. Neither
 * ever keeps a process from taking over.
 */
public interface Heritable {
  /** Bytes of one state; a larger one is not carried. */
  int MOST_BYTES = 1 << 20;

  /** The form of what {@link #writeState} writes, from 1; another number for another form. */
  int stateVersion();

  /**
   * Writes what the successor shall go on with. Called on the control thread up to twice in a
   * hand-over: while everybody is served, and again when this process has stopped accepting; open
   * connections move after that, so what is counted from then on stays here. Workers go on
   * meanwhile: what belongs to one of them may be a little behind, and a collection of a worker is
   * asked for on that worker. A few milliseconds are fine.
   *
   * @param now of the clock of {@link Worker#now}
   * @param out grows up to {@link #MOST_BYTES}; behind it, it throws
   */
  void writeState(long now, ByteBuf out);

  /**
   * Takes what another process wrote, in place of what it has. Called up to twice on the thread
   * that starts the process, before the instance serves its first stream. Times of another process
   * mean nothing here: write what is left of them. The number of workers may differ.
   *
   * @param version of the form; an instance may read older ones
   * @param now of the clock of {@link Worker#now}
   * @param borrowed the whole state
   * @throws RuntimeException if it cannot be understood, such as another version or too few bytes;
   *     the instance has to be as it was before the call
   */
  void readState(int version, long now, ByteBuf borrowed);
}
