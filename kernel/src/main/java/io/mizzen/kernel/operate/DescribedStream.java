package io.mizzen.kernel.operate;

import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Continuation;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamKey;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream of a request that nobody sent: enough for a router, not for anything that waits. */
public final class DescribedStream implements StreamContext {
  private final RequestHead head;
  private final Map<StreamKey<?>, Object> values = new HashMap<>();
  private @Nullable Object state;

  public DescribedStream(RequestHead head) {
    this.head = head;
  }

  private static IllegalStateException nowhere() {
    return new IllegalStateException("a described request has no connection and no worker");
  }

  @Override
  public long id() {
    return 0;
  }

  @Override
  public Worker worker() {
    throw nowhere();
  }

  @Override
  public ConnectionInfo downstream() {
    throw nowhere();
  }

  @Override
  public RequestHead request() {
    return head;
  }

  @Override
  public @Nullable Route route() {
    return null;
  }

  @Override
  public @Nullable Endpoint endpoint() {
    return null;
  }

  @Override
  public Continuation pause() {
    throw nowhere();
  }

  @Override
  public FilterStatus reply(LocalReply reply) {
    throw nowhere();
  }

  @Override
  public void replaceRequest(RequestHead head, ByteBuf body) {
    throw nowhere();
  }

  @Override
  public FilterStatus replaceResponse(LocalReply answer) {
    throw nowhere();
  }

  @Override
  public void narrow(EndpointSelector selector) {
    // What it would exclude depends on endpoints, which a description leaves out.
  }

  @Override
  public @Nullable Object state() {
    return state;
  }

  @Override
  public void state(@Nullable Object next) {
    state = next;
  }

  @Override
  @SuppressWarnings("unchecked") // put() pairs each key with its own type
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
}
