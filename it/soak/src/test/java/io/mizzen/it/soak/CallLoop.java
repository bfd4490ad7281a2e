package io.mizzen.it.soak;

import io.mizzen.it.bolt.Caller;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Calls again and again, in turn in each way its client has, and knows every call it has made. */
final class CallLoop implements AutoCloseable {
  /** Leaves the processors to those who change; nothing depends on it. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final String name;
  private final Caller caller;
  private final Consumer<String> failures;
  private final Set<String> calls = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile long rounds;
  private volatile boolean over;

  /** Begins. */
  CallLoop(String name, Caller caller, Consumer<String> failures) {
    this.name = name;
    this.caller = caller;
    this.failures = failures;
    this.thread = Upstream.thread(name, this::run);
  }

  private void run() {
    try {
      for (long round = 0; !over; round++) {
        for (Caller.Kind kind : Caller.Kind.values()) {
          String call = name + " " + kind + " " + round;
          calls.add(call);
          caller.call(kind, call);
          LockSupport.parkNanos(REST_NANOS);
        }
        rounds = round + 1;
      }
    } catch (Exception | AssertionError e) {
      failures.accept(name + ": " + e);
    }
  }

  /** How often it has called in every way. */
  long rounds() {
    return rounds;
  }

  /** The names of all calls so far; the last one may be on its way. */
  Set<String> calls() {
    return calls;
  }

  /** Ends when the last call has its answer. */
  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
