package io.mizzen.kernel.proxy;

import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.upstream.Endpoint;
import org.jspecify.annotations.Nullable;

/** The account of one stream: when what happened, how much went through, and how it ended. */
final class StreamOutcome implements Outcome {
  private static final long NEVER = -1;

  private final Worker worker;
  private final Attempt attempt;
  private final ResponseSide response;
  private @Nullable Why failure;
  private Why why = Why.OK;
  private long startedAt;
  private long answeredAt = NEVER;
  private long endedAt;
  private long requestBytes;

  StreamOutcome(Worker worker, Attempt attempt, ResponseSide response) {
    this.worker = worker;
    this.attempt = attempt;
    this.response = response;
  }

  void begin(long now) {
    startedAt = now;
    answeredAt = NEVER;
    requestBytes = 0;
    failure = null;
  }

  /** Bytes of the request's body are in. */
  void countRequest(int bytes) {
    requestBytes += bytes;
  }

  /** The head of the answer is on its way down. */
  void answered() {
    answeredAt = worker.now();
  }

  /** Something went wrong: that is the word for the end, however the end comes about. */
  void fail(Why cause) {
    failure = cause;
  }

  /** The stream is over; {@code cause} counts if nothing went wrong before. */
  void end(Why cause) {
    Why first = failure;
    why = first != null ? first : cause;
    endedAt = worker.now();
  }

  long ageNanos() {
    return worker.now() - startedAt;
  }

  @Override
  public Why why() {
    return why;
  }

  @Override
  public int code() {
    ResponseHead head = response();
    return head == null ? 0 : head.code();
  }

  @Override
  public @Nullable ResponseHead response() {
    return response.headSent() ? response.head() : null;
  }

  @Override
  public int attempts() {
    return attempt.tries();
  }

  @Override
  public @Nullable Endpoint endpoint() {
    return attempt.endpoint();
  }

  @Override
  public @Nullable String cluster() {
    return attempt.clusterName();
  }

  @Override
  public long startedAtMillis() {
    return System.currentTimeMillis() - ageNanos() / 1_000_000;
  }

  @Override
  public long durationNanos() {
    return endedAt - startedAt;
  }

  @Override
  public long responseAfterNanos() {
    return answeredAt == NEVER ? NEVER : answeredAt - startedAt;
  }

  @Override
  public long poolWaitNanos() {
    return attempt.poolWaitNanos();
  }

  @Override
  public long requestBytes() {
    return requestBytes;
  }

  @Override
  public long responseBytes() {
    return response.bytes();
  }
}
