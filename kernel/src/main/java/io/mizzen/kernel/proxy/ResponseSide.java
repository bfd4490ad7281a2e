package io.mizzen.kernel.proxy;

import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.stream.HeldBody;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a stream on its way down: through the filters in reverse order, then into the
 * downstream codec. What arrives while a filter pauses is held, and the upstream is not read.
 */
final class ResponseSide {
  private final ProxyStream stream;
  private final HeldBody held = new HeldBody();
  private @Nullable ResponseHead head;
  private @Nullable Fields trailers;
  private Why why = Why.OK;
  private int cursor;
  private boolean filtered;
  private boolean paused;
  private boolean headSent;
  private boolean local;
  private long bytes;

  ResponseSide(ProxyStream stream) {
    this.stream = stream;
  }

  @Nullable ResponseHead head() {
    return head;
  }

  boolean started() {
    return head != null;
  }

  boolean headSent() {
    return headSent;
  }

  long bytes() {
    return bytes;
  }

  boolean isTunnel() {
    ResponseHead now = head;
    return now != null && now.kind() == ResponseHead.Kind.TUNNEL;
  }

  /** A final head, of an upstream or made here. */
  void begin(ResponseHead response, boolean last, Why outcome, boolean madeHere) {
    head = response;
    why = outcome;
    local = madeHere;
    cursor = stream.enteredFilters();
    if (last) {
      held.end();
    }
    advance();
  }

  /** A filter lets go. */
  void resume() {
    paused = false;
    advance();
  }

  boolean isPaused() {
    return paused;
  }

  private void advance() {
    ResponseHead response = head;
    FilterPlan plan = stream.plan().filters();
    if (response == null) {
      return;
    }
    while (!filtered && cursor > 0) {
      StreamFilter filter = plan.filter(--cursor);
      stream.enterFilter(cursor);
      int index = cursor;
      long mine = stream.generation();
      long from = stream.clock();
      FilterStatus status = filter.onResponse(response, stream);
      stream.used(index, from, mine);
      if (stream.isEnded()) {
        return;
      }
      if (status == FilterStatus.PAUSE) {
        paused = true;
        stream.pauseUpstream();
        return;
      }
    }
    filtered = true;
    if (plan.wantsWholeResponse() && !isTunnel() && !held.ended()) {
      return;
    }
    if (plan.wantsWholeResponse() && !wholeBody(plan)) {
      return;
    }
    sendHead(response);
  }

  /** Shows the complete body to the filters that want it so; returns whether the stream goes on. */
  private boolean wholeBody(FilterPlan plan) {
    ByteBuf whole =
        held.hasNext() ? held.whole(stream.worker().allocator()) : Unpooled.EMPTY_BUFFER;
    for (int i = stream.enteredFilters() - 1; i >= 0; i--) {
      StreamFilter filter = plan.filter(i);
      if (filter.responseBody() == StreamFilter.BodyMode.WHOLE) {
        stream.enterFilter(i);
        filter.onResponseBody(whole, true, stream);
        if (stream.isEnded()) {
          return false;
        }
      }
    }
    return true;
  }

  private void sendHead(ResponseHead response) {
    boolean last = held.ended() && !held.hasNext() && trailers == null;
    if (!local) {
      try {
        stream.editResponse(response);
      } catch (IllegalArgumentException e) {
        stream.fault(e);
        return;
      }
    }
    try {
      stream.connection().encodeHead(stream, response, last);
    } catch (ProtocolException e) {
      stream.cannotAnswer(e);
      return;
    }
    headSent = true;
    stream.answered();
    if (last) {
      stream.finish(why);
    } else {
      drainHeld();
    }
  }

  private void drainHeld() {
    ByteBuf piece;
    while ((piece = held.poll()) != null) {
      boolean last = held.ended() && !held.hasNext() && trailers == null;
      encode(piece, last);
      if (stream.isEnded()) {
        return;
      }
    }
    Fields end = trailers;
    if (end != null) {
      sendTrailers(end);
    } else if (held.ended()) {
      encode(Unpooled.EMPTY_BUFFER, true);
    } else {
      stream.resumeUpstream();
    }
  }

  /** A piece of the answer's body. */
  void body(ByteBuf owned, boolean last) {
    FilterPlan plan = stream.plan().filters();
    if (plan.seesResponseBody() && !local && !bodyFilters(plan, owned, last)) {
      owned.release();
      return;
    }
    if (headSent && !paused) {
      encode(owned, last);
      return;
    }
    held.add(owned, last);
    if (held.bytes() > stream.plan().bufferLimit()) {
      if (plan.wantsWholeResponse()) {
        stream.failed(Why.UPSTREAM_ERROR);
        return;
      }
      stream.pauseUpstream();
    }
    if (last && filtered && !headSent) {
      advance();
    }
  }

  private boolean bodyFilters(FilterPlan plan, ByteBuf piece, boolean last) {
    for (int i = stream.enteredFilters() - 1; i >= 0; i--) {
      StreamFilter filter = plan.filter(i);
      if (filter.responseBody() == StreamFilter.BodyMode.STREAM) {
        stream.enterFilter(i);
        FilterStatus status = filter.onResponseBody(piece, last, stream);
        if (stream.isEnded()) {
          return false;
        }
        if (status == FilterStatus.PAUSE) {
          paused = true;
          stream.pauseUpstream();
        }
      }
    }
    return true;
  }

  private void encode(ByteBuf owned, boolean last) {
    int length = owned.readableBytes();
    bytes += length;
    stream.connection().encodeBody(stream, owned, last);
    if (last) {
      stream.finish(why);
    } else {
      stream.responsePassedOn(length);
    }
  }

  /** The answer ends with trailers. */
  void trailers(Fields end) {
    FilterPlan plan = stream.plan().filters();
    for (int i = stream.enteredFilters() - 1; i >= 0; i--) {
      plan.filter(i).onResponseTrailers(end, stream);
      if (stream.isEnded()) {
        return;
      }
    }
    if (headSent && !paused && !held.hasNext()) {
      sendTrailers(end);
      return;
    }
    trailers = KeptFields.copyOf(end);
    held.end();
    if (filtered && !headSent && !paused) {
      advance();
    }
  }

  private void sendTrailers(Fields end) {
    stream.connection().encodeTrailers(stream, end);
    stream.finish(why);
  }

  /** After a pause in the middle of the body. */
  void resumeBody() {
    paused = false;
    if (headSent) {
      drainHeld();
    } else {
      advance();
    }
  }

  /** Forgets everything for another stream. */
  void clear() {
    ResponseHead last = head;
    head = null;
    if (last != null) {
      last.release();
    }
    held.clear();
    trailers = null;
    why = Why.OK;
    cursor = 0;
    filtered = false;
    paused = false;
    headSent = false;
    local = false;
    bytes = 0;
  }
}
