package io.mizzen.spi.stream;

import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.upstream.Endpoint;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Sees streams of a listener. The methods are the phases of a stream, in order. One instance serves
 * all streams of all workers: what it must remember of one stream goes to {@link
 * StreamContext#state}, what it counts goes to cells of the worker.
 *
 * <p>A filter that throws ends its stream with {@code internal}; no later phase runs, and {@link
 * #onEnd} still reaches every filter that was entered.
 */
public interface StreamFilter {
  /**
   * How far a protocol must look for this filter to work. One that wants a {@link BodyMode#WHOLE}
   * body needs {@link Level#HEAVY} whatever it says here. Constant for the instance.
   */
  default Level needs() {
    return Level.LIGHT;
  }

  /** How much of the request's body this filter wants to see. Constant for the instance. */
  default BodyMode requestBody() {
    return BodyMode.IGNORE;
  }

  /** How much of the response's body this filter wants to see. Constant for the instance. */
  default BodyMode responseBody() {
    return BodyMode.IGNORE;
  }

  /**
   * The protocol this filter turns requests of a route into, or null if it leaves them as they are.
   * Constant for the instance and the route; asked when a configuration is built, so that the route
   * may lead to a cluster that does not speak as the listener does. One filter of a chain may turn
   * a route.
   *
   * <p>Of such a route it is shown both bodies whole, whatever {@link #requestBody} and {@link
   * #responseBody} say. In {@link #onRequestBody} it calls {@link StreamContext#replaceRequest}, in
   * {@link #onResponse} or {@link #onResponseBody} {@link StreamContext#replaceResponse}. Filters
   * before it see the answer that the caller gets, filters after it the one of the upstream.
   */
  default @Nullable String turnsInto(Route route) {
    return null;
  }

  /** The head is in; there is no route yet. Filters run in the order of the configuration. */
  default FilterStatus onRequest(RequestHead head, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }

  /** The route is chosen. */
  default FilterStatus onRoute(RequestHead head, Route route, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }

  /** An endpoint is chosen; called again for every try. */
  default FilterStatus onEndpoint(RequestHead head, Endpoint endpoint, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }

  /**
   * A piece of the request's body, or all of it, by {@link #requestBody}.
   *
   * @param borrowed indices must be left as they were
   */
  default FilterStatus onRequestBody(ByteBuf borrowed, boolean last, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }

  /** The request ends with trailers. */
  default void onRequestTrailers(Fields trailers, StreamContext stream) {}

  /** The final answer's head; filters run in the reverse order. Local replies pass here too. */
  default FilterStatus onResponse(ResponseHead head, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }

  /** A piece of the response's body, or all of it, by {@link #responseBody}. */
  default FilterStatus onResponseBody(ByteBuf borrowed, boolean last, StreamContext stream) {
    return FilterStatus.CONTINUE;
  }

  /** The response ends with trailers. */
  default void onResponseTrailers(Fields trailers, StreamContext stream) {}

  /**
   * An answer is made here to a request of a route that this filter turns: it may say it in the
   * words its callers expect. The reason stays the reply's.
   *
   * @param reply of the kernel, or of any filter; its body is empty if nobody has found words yet
   */
  default LocalReply reword(LocalReply reply, StreamContext stream) {
    return reply;
  }

  /**
   * The stream is over. Exactly once for every filter that was entered, whatever happened.
   *
   * @param outcome valid during the call
   */
  default void onEnd(Outcome outcome, StreamContext stream) {}

  /** How a filter wants a body. */
  enum BodyMode {
    /** Not at all: the cheapest. */
    IGNORE,
    /** Piece by piece as it passes. */
    STREAM,
    /**
     * In one piece, held back until it is complete; more than the chain's buffer limit is refused.
     */
    WHOLE
  }
}
