package io.mizzen.testkit.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Callers that call one time after the other, each on a thread of its own, and an account of what
 * became of every call: answered (by whom), failed in words the protocol has for it, or anything
 * else, which is never right.
 */
public final class ConstantLoad implements AutoCloseable {
  /** How long tests wait for the load to come to something; far more than it takes. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  /** Between two calls of a caller: what starts beside the load gets processor time too. */
  private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A caller: state of its own, used by one thread. */
  public interface Caller {
    /**
     * Calls once and checks the answer.
     *
     * @param number counts this caller's calls
     * @return who answered
     */
    String call(int number) throws Exception;
  }

  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
  private final AtomicLong clear = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
  private final Predicate<Exception> isClear;
  private volatile boolean over; // written by the test, read by callers

  private final int mostFailures;

  private ConstantLoad(int mostFailures, Predicate<Exception> isClear) {
    this.mostFailures = mostFailures;
    this.isClear = isClear;
  }

  /**
   * Starts.
   *
   * @param mostFailures how many calls may fail in all, clearly
   * @param isClear whether a failure is one that the protocol has words for
   */
  public static ConstantLoad start(
      List<Caller> callers, int mostFailures, Predicate<Exception> isClear) {
    ConstantLoad load = new ConstantLoad(mostFailures, isClear);
    for (Caller caller : callers) {
      Thread thread = new Thread(() -> load.run(caller), "caller-" + load.threads.size());
      thread.setDaemon(true);
      load.threads.add(thread);
    }
    load.threads.forEach(Thread::start);
    return load;
  }

  private void run(Caller caller) {
    for (int number = 1; !over; number++) {
      long begin = System.nanoTime();
      try {
        String who = caller.call(number);
        answers.computeIfAbsent(who, any -> new AtomicLong()).incrementAndGet();
      } catch (Exception e) {
        if (isClear.test(e)) {
          clear.incrementAndGet();
        } else {
          wrong.add(e);
        }
      } catch (AssertionError e) {
        wrong.add(e);
      }
      slowestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
      LockSupport.parkNanos(BREATH_NANOS);
    }
  }

  /** How many calls that one has answered. */
  public long answeredBy(String who) {
    AtomicLong count = answers.get(who);
    return count == null ? 0 : count.get();
  }

  /** How many calls failed in words that the protocol has for it. */
  public long failedClearly() {
    return clear.get();
  }

  /** The longest call so far, in milliseconds. */
  public long slowestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(slowestNanos.get());
  }

  /**
   * Waits until that one has answered so many calls more than now.
   *
   * @throws AssertionError if it does not, or if a call went wrong
   */
  public void awaitAnswers(String who, int more) {
    long goal = answeredBy(who) + more;
    await(who + " to answer " + more, () -> answeredBy(who) >= goal);
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      check();
      if (System.nanoTime() > end) {
        throw new AssertionError("waited too long for " + what + ": " + this);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /**
   * Fails if a call had neither an answer nor a clear failure, or if too many failed.
   *
   * @throws AssertionError with the first such call
   */
  public void check() {
    Throwable first = wrong.peek();
    if (first != null) {
      throw new AssertionError(this + ", first: " + first, first);
    }
    if (failedClearly() > mostFailures) {
      throw new AssertionError("more than " + mostFailures + " failed: " + this);
    }
  }

  /** Lets each caller end its call, and gives the account. */
  @Override
  public void close() {
    over = true;
    await("the callers to end", () -> threads.stream().noneMatch(Thread::isAlive));
    check();
  }

  @Override
  public String toString() {
    return "answers "
        + answers
        + ", clear failures "
        + clear
        + ", wrong "
        + wrong.size()
        + ", slowest "
        + slowestMillis()
        + " ms";
  }
}
