package io.mizzen.spi.stream;

import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One stream as filters and routers see it. Only on its worker; not to be kept after its end. */
public interface StreamContext {
  /** Unique in this process; the same in logs and views. */
  long id();

  /** The worker it runs on. */
  Worker worker();

  /** The downstream connection it came on. */
  ConnectionInfo downstream();

  /** The request's head, as the caller sent it. */
  RequestHead request();

  /** The route, or null before one is chosen. */
  @Nullable Route route();

  /** The endpoint of the present try, or null. */
  @Nullable Endpoint endpoint();

  /**
   * Prepares a pause; the filter returns PAUSE after it. Only from within a phase.
   *
   * @return the way to go on; allocated, so not for filters that decide at once
   */
  Continuation pause();

  /**
   * Answers the stream here; the filter returns the result. Only from within a phase.
   *
   * @return PAUSE
   */
  FilterStatus reply(LocalReply reply);

  /**
   * Sends another request upstream than the one that came. {@link #request} stays what the caller
   * said. Only for the filter that {@link StreamFilter#turnsInto turns} the route, once, from
   * within its {@link StreamFilter#onRequestBody}.
   *
   * @param head of that protocol; owned by the stream from here on
   * @param body all of it, may be empty; owned by the stream from here on
   */
  void replaceRequest(RequestHead head, ByteBuf body);

  /**
   * Answers the caller in its own protocol, in place of what the upstream answered; the filter
   * returns the result. Unlike {@link #reply} this is the upstream's answer, said in other words.
   * Only for the filter that turns the route, from within {@link StreamFilter#onResponse} or {@link
   * StreamFilter#onResponseBody}.
   *
   * @return PAUSE, or CONTINUE if an answer made here is on its way already
   */
  FilterStatus replaceResponse(LocalReply answer);

  /**
   * Restricts the endpoints of this stream beyond what the cluster says; several calls restrict
   * further. Before the endpoint phase.
   */
  void narrow(EndpointSelector selector);

  /** What the calling filter stored for this stream, or null. */
  @Nullable Object state();

  /** Stores something of the calling filter for this stream; forgotten at its end. */
  void state(@Nullable Object state);

  /** What some filter or router stored under a key for this stream, or null. */
  <T> @Nullable T get(StreamKey<T> key);

  /** Stores a value for later filters, routers and logs. */
  <T> void put(StreamKey<T> key, @Nullable T value);
}
