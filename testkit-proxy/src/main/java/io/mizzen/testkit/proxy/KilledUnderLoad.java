package io.mizzen.testkit.proxy;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The scene of two providers behind a proxy, of which one is killed (SIGKILL) and comes back, while
 * callers go on. It has no times in it: each step waits for a number of answers.
 *
 * <pre>
 *   both answer -> "a" is killed -> "b" answers all -> "a" is started again -> both answer
 * </pre>
 */
public final class KilledUnderLoad {
  /** Enough for each worker, connection and caller to have taken part. */
  private static final int MANY = 100;

  private KilledUnderLoad() {}

  /**
   * Plays it.
   *
   * @param first the provider that answers as {@code a}; the other one as {@code b}
   * @param again starts the first one anew at the same address
   * @param loads what callers do all the while; closed here
   * @param connections how many connections callers have opened so far
   * @throws AssertionError if a call was lost, if more failed than may, if one failed that began
   *     after the kill was over, or if a caller had to connect anew
   */
  public static void play(
      PeerProcess first,
      Supplier<PeerProcess> again,
      List<ConstantLoad> loads,
      LongSupplier connections) {
    PeerProcess revived = null;
    try {
      both(loads);
      long opened = connections.getAsLong();
      first.kill();
      loads.forEach(load -> load.awaitAnswers("b", MANY));
      long failed = failures(loads);
      loads.forEach(load -> load.awaitAnswers("b", MANY));
      same("failures of calls that began after the kill", failed, failures(loads));
      revived = again.get();
      both(loads);
      same("connections of callers", opened, connections.getAsLong());
    } finally {
      loads.forEach(ConstantLoad::close);
      if (revived != null) {
        revived.close();
      }
    }
  }

  private static void both(List<ConstantLoad> loads) {
    for (ConstantLoad load : loads) {
      load.awaitAnswers("a", MANY);
      load.awaitAnswers("b", MANY);
    }
  }

  private static long failures(List<ConstantLoad> loads) {
    return loads.stream().mapToLong(ConstantLoad::failedClearly).sum();
  }

  private static void same(String what, long wanted, long found) {
    if (wanted != found) {
      throw new AssertionError(what + ": " + found + " instead of " + wanted);
    }
  }
}
