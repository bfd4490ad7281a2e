package io.mizzen.kernel.proxy;

import io.mizzen.kernel.config.model.RetryConfig;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.stream.HeldBody;
import io.mizzen.kernel.upstream.UpstreamStream.Sent;
import io.mizzen.kernel.upstream.WorkerCluster;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Whether a stream may try once more, and after which rest. The bias is to rather not: only what
 * the request, its route and the cluster's budget all allow is repeated.
 */
final class Repetition {
  /** Backoff doubles with each try until here, far beyond any maximum that makes sense. */
  private static final int MOST_DOUBLINGS = 20;

  /** The random share of a rest is drawn in so many steps. */
  private static final int RANDOM_BITS = 20;

  private final ProxyStream stream;
  private final HeldBody body;
  // The cluster whose budget counts the present try; null if none does.
  private @Nullable WorkerCluster counted;
  private boolean budgetSpent;
  private boolean freshTryUsed;

  Repetition(ProxyStream stream, HeldBody body) {
    this.stream = stream;
    this.body = body;
  }

  /**
   * Whether there may be another try after this one; if so, it is counted in the budget.
   *
   * @param cluster null if no endpoint was asked for yet
   * @param tries how many there were
   * @param reused whether the last one was on a connection that had carried others
   */
  boolean allows(Why why, Sent sent, @Nullable WorkerCluster cluster, int tries, boolean reused) {
    KernelRoute route = stream.route();
    if (route == null || stream.responseStarted() || bodyIsGone() || !isSafe(route, sent)) {
      return false;
    }
    // The peer closed a kept connection while the request was on its way (RFC 9112 section 9.5), or
    // says that it did nothing for it (RFC 9113 section 8.7).
    boolean raced = sent == Sent.REFUSED || (reused && why.equals(Why.UPSTREAM_CLOSED));
    if (raced && !freshTryUsed) {
      freshTryUsed = true;
      return true;
    }
    if (tries > route.config().retry().attempts() || !route.retriesOn(why.word())) {
      return false;
    }
    // The budget keeps a struggling service from more load; here it got none.
    return sent == Sent.NOTHING || (cluster != null && fitsBudget(route, cluster));
  }

  private boolean bodyIsGone() {
    return !body.keeps() && stream.outgoingBytes() > body.bytes();
  }

  private boolean isSafe(KernelRoute route, Sent sent) {
    return sent != Sent.PERHAPS
        || stream.request().repeat() == RequestHead.Repeat.SAFE
        || route.config().retry().requests() == RetryConfig.Requests.ALL;
  }

  private boolean fitsBudget(KernelRoute route, WorkerCluster cluster) {
    giveBack();
    if (!cluster.beginRetry(route.config().retry().budget().value())) {
      budgetSpent = true;
      return false;
    }
    counted = cluster;
    return true;
  }

  private void giveBack() {
    WorkerCluster lender = counted;
    if (lender != null) {
      counted = null;
      lender.endRetry();
    }
  }

  /** What to say when no try is left after that failure. */
  Why lastWord(Why why) {
    return budgetSpent ? Why.RETRY_BUDGET : why;
  }

  /** How long to rest before the next try: a random share of a bound that doubles. */
  long restNanos(int tries) {
    KernelRoute route = stream.route();
    if (route == null || tries == 0 || freshTryUsed && tries == 1) {
      return 0;
    }
    var backoff = route.config().retry().backoff();
    long base = backoff.base().toNanos();
    long doubled = base * ((1L << Math.min(tries, MOST_DOUBLINGS)) - 1);
    long most = Math.min(backoff.max().toNanos(), doubled);
    long step = Math.max(1, most >> RANDOM_BITS);
    return step * stream.worker().random(1 << RANDOM_BITS);
  }

  /** The stream is over. */
  void end() {
    giveBack();
    budgetSpent = false;
    freshTryUsed = false;
  }
}
