package io.mizzen.testkit;

import io.mizzen.spi.Why;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Continuation;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamKey;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream as one filter sees it; a test reads from it what the filter did. */
public final class FakeStream implements StreamContext {
  private final long id;
  private final FakeWorker worker;
  private final RequestHead request;
  private final ConnectionInfo downstream;
  private final Map<StreamKey<?>, Object> values = new IdentityHashMap<>();
  private final List<EndpointSelector> narrowed = new ArrayList<>();
  private @Nullable Object state;
  private @Nullable Route route;
  private @Nullable Endpoint endpoint;
  private @Nullable LocalReply reply;
  private @Nullable RequestHead sentHead;
  private byte @Nullable [] sentBody;
  private @Nullable LocalReply turned;
  private int pauses;
  private int resumes;

  public FakeStream(long id, FakeWorker worker, RequestHead request) {
    this.id = id;
    this.worker = worker;
    this.request = request;
    this.downstream = new FakeConnection(worker);
  }

  /** Says which route was chosen. */
  public void chose(Route newRoute) {
    route = newRoute;
  }

  /** Says which endpoint was chosen. */
  public void chose(Endpoint newEndpoint) {
    endpoint = newEndpoint;
  }

  /** What the filter answered, or null. */
  public @Nullable LocalReply replied() {
    return reply;
  }

  /** The head of the request that the filter sent in place of the one that came, or null. */
  public @Nullable RequestHead sentHead() {
    return sentHead;
  }

  /** The body of that request, or null. */
  public byte @Nullable [] sentBody() {
    return sentBody == null ? null : sentBody.clone();
  }

  /** The answer that the filter gave in place of the one that came, or null. */
  public @Nullable LocalReply turned() {
    return turned;
  }

  /** How often the filter paused. */
  public int pauses() {
    return pauses;
  }

  /** How often it let go. */
  public int resumes() {
    return resumes;
  }

  /** Whether every selector of the filter accepts an endpoint. */
  public boolean accepts(Endpoint candidate) {
    return narrowed.stream().allMatch(selector -> selector.accepts(candidate));
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public FakeWorker worker() {
    return worker;
  }

  @Override
  public ConnectionInfo downstream() {
    return downstream;
  }

  @Override
  public RequestHead request() {
    return request;
  }

  @Override
  public @Nullable Route route() {
    return route;
  }

  @Override
  public @Nullable Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public Continuation pause() {
    pauses++;
    AtomicBoolean used = new AtomicBoolean();
    return new Continuation() {
      @Override
      public void resume() {
        once(stream -> stream.resumes++);
      }

      @Override
      public void reply(LocalReply late) {
        once(stream -> stream.reply = late);
      }

      private void once(Consumer<FakeStream> action) {
        if (used.compareAndSet(false, true)) {
          worker.execute(() -> action.accept(FakeStream.this));
        }
      }
    };
  }

  @Override
  public FilterStatus reply(LocalReply now) {
    reply = now;
    return FilterStatus.PAUSE;
  }

  @Override
  public void replaceRequest(RequestHead head, ByteBuf body) {
    if (sentHead != null) {
      throw new IllegalStateException("a request is replaced once");
    }
    sentHead = head;
    sentBody = ByteBufUtil.getBytes(body);
    body.release();
  }

  @Override
  public FilterStatus replaceResponse(LocalReply answer) {
    turned = answer;
    return FilterStatus.PAUSE;
  }

  @Override
  public void narrow(EndpointSelector selector) {
    narrowed.add(selector);
  }

  @Override
  public @Nullable Object state() {
    return state;
  }

  @Override
  public void state(@Nullable Object newState) {
    state = newState;
  }

  @Override
  @SuppressWarnings("unchecked") // put() takes only values of the key's type
  public <T> @Nullable T get(StreamKey<T> key) {
    return (T) values.get(key);
  }

  @Override
  public <T> void put(StreamKey<T> key, @Nullable T value) {
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  /** An outcome of this stream: 5 ms, one try, with or without an answer. */
  public Outcome outcome(Why why, @Nullable ResponseHead response) {
    return new FakeOutcome(why, response, endpoint);
  }

  private record FakeOutcome(Why why, @Nullable ResponseHead response, @Nullable Endpoint endpoint)
      implements Outcome {
    @Override
    public int code() {
      return response == null ? 0 : response.code();
    }

    @Override
    public int attempts() {
      return endpoint == null ? 0 : 1;
    }

    @Override
    public @Nullable String cluster() {
      return endpoint == null ? null : "test";
    }

    @Override
    public long startedAtMillis() {
      return 1_700_000_000_000L;
    }

    @Override
    public long durationNanos() {
      return 5_000_000;
    }

    @Override
    public long responseAfterNanos() {
      return response == null ? -1 : 4_000_000;
    }

    @Override
    public long poolWaitNanos() {
      return 0;
    }

    @Override
    public long requestBytes() {
      return 3;
    }

    @Override
    public long responseBytes() {
      return response == null ? 0 : 3;
    }
  }
}
