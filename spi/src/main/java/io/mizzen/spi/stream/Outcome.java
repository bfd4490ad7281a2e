package io.mizzen.spi.stream;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.upstream.Endpoint;
import org.jspecify.annotations.Nullable;

/** How a stream ended. A view of the stream: valid during the call that gets it. */
public interface Outcome {
  /** The one word. */
  Why why();

  /** The answer's own number as sent downstream; 0 if there was none. */
  int code();

  /** The head of the answer as sent downstream, or null if there was none. */
  @Nullable ResponseHead response();

  /** Tries made, 0 if no endpoint was called. */
  int attempts();

  /** The endpoint of the last try, or null. */
  @Nullable Endpoint endpoint();

  /** The cluster of the last try, or null. */
  @Nullable String cluster();

  /** When the request's head was in: wall-clock milliseconds since 1970. */
  long startedAtMillis();

  /** From the request's head to the end, in nanoseconds. */
  long durationNanos();

  /** From the request's head to the head of the answer, in nanoseconds; -1 if there was none. */
  long responseAfterNanos();

  /** Waiting for an upstream connection in all tries, in nanoseconds. */
  long poolWaitNanos();

  /** Bytes of the request's body. */
  long requestBytes();

  /** Bytes of the response's body. */
  long responseBytes();
}
