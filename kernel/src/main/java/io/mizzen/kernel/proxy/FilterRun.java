package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamFilter;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a chain while one stream passes them: how many were entered, which one is called
 * now, what each has stored and, for the few streams that are timed, how long it took.
 */
final class FilterRun {
  private static final Object[] NO_STATE = new Object[0];

  private @Nullable ChainPlan chain;
  private @Nullable Object[] states = NO_STATE;
  // What each filter used so far, for the few streams that are timed; else null.
  private long @Nullable [] nanos;
  private int entered;
  private int current;
  private Way way = Way.UP;

  /** Which way the message goes that a filter is called for. */
  enum Way {
    /** A request. */
    UP,
    /** An answer. */
    DOWN
  }

  void begin(ChainPlan of, KernelWorker worker) {
    int size = of.filters().size();
    chain = of;
    if (states.length < size) {
      states = new Object[size];
    }
    nanos = size > 0 && of.metrics().samples(worker) ? new long[size] : null;
  }

  FilterPlan plan() {
    ChainPlan of = chain;
    if (of == null) {
      throw new IllegalStateException("no stream");
    }
    return of.filters();
  }

  int size() {
    return plan().size();
  }

  /** How many have been called at all. */
  int entered() {
    return entered;
  }

  /** Which way the filter works that is called now. */
  Way way() {
    return way;
  }

  /** A filter is called next. */
  StreamFilter enter(int index, Way going) {
    current = index;
    way = going;
    entered = Math.max(entered, index + 1);
    return plan().filter(index);
  }

  /** Which filter is called now. */
  int current() {
    return current;
  }

  @Nullable Object state() {
    return states[current];
  }

  void state(@Nullable Object state) {
    states[current] = state;
  }

  /** Lets the filter that turns the route find words for an answer, in the middle of any call. */
  LocalReply reword(int turner, LocalReply reply, FilterContext stream) {
    int calling = current;
    current = turner;
    try {
      return plan().filter(turner).reword(reply, stream);
    } finally {
      current = calling;
    }
  }

  /** Now, for a stream that is timed. */
  long clock() {
    return nanos == null ? 0 : System.nanoTime();
  }

  /** A filter has run since then. */
  void used(int filter, long from) {
    long[] sums = nanos;
    if (sums != null) {
      sums[filter] += System.nanoTime() - from;
    }
  }

  /** Tells every filter that was entered, whatever the others do. */
  void end(Outcome outcome, ProxyStream stream) {
    for (int i = 0; i < entered; i++) {
      long from = clock();
      try {
        enter(i, Way.DOWN).onEnd(outcome, stream.context());
      } catch (RuntimeException e) {
        stream.connection().reportFault(e);
      }
      used(i, from);
      states[i] = null;
    }
    tellTimes(stream);
    entered = 0;
  }

  private void tellTimes(ProxyStream stream) {
    long[] sums = nanos;
    if (sums != null) {
      for (int i = 0; i < entered; i++) {
        stream.plan().metrics().filter(stream.worker(), plan().name(i), sums[i]);
      }
      nanos = null;
    }
  }

  /** Forgets where it belonged. */
  void unlink() {
    chain = null;
  }
}
