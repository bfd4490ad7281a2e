package io.mizzen.spi.stream;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.upstream.Endpoint;
import org.jspecify.annotations.Nullable;
public interface Outcome {
  Why why();
  int code();
  @Nullable ResponseHead response();
  int attempts();
  @Nullable Endpoint endpoint();
  @Nullable String cluster();
  long startedAtMillis();
  long durationNanos();
  long responseAfterNanos();
  long poolWaitNanos();
  long requestBytes();
  long responseBytes();
}
