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
  private Origin origin = Origin.UPSTREAM;
  private int cursor;
  private int wholeCursor;
  private int answers;
  private boolean filtered;
  private boolean paused;
  private boolean headSent;
  private boolean endShown;
  private boolean trailersShown;
  private long bytes;

  /** Where an answer comes from, and so which filters see it. */
  enum Origin {
    UPSTREAM,
    /** Made here: filters see its head. */
    LOCAL,
    /** Made here after a fault: no filter sees it. */
    FAULT
  }

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
  void begin(ResponseHead response, boolean last, Why outcome, Origin from) {
    head = response;
    why = outcome;
    origin = from;
    cursor = from == Origin.FAULT ? 0 : stream.enteredFilters();
    wholeCursor = cursor;
    endShown = last;
    if (last) {
      held.end();
    }
    advance();
  }

  /** A filter lets go. */
  void resume() {
    if (paused) {
      paused = false;
      advance();
    }
  }

  boolean isPaused() {
    return paused;
  }

  /** Goes as far as filters and what has come of the body let it. */
  private void advance() {
    ResponseHead response = head;
    FilterPlan plan = stream.plan().filters();
    if (response == null || !filterHead(plan, response) || !showHeld(plan)) {
      return;
    }
    if (plan.wantsWholeResponse() && origin == Origin.UPSTREAM && !isTunnel() && !headSent) {
      if (!held.ended() || !wholeBody(plan)) {
        return;
      }
    }
    if (headSent) {
      drainHeld();
    } else {
      sendHead(response);
    }
  }

  private boolean filterHead(FilterPlan plan, ResponseHead response) {
    int mine = answers;
    while (!filtered && cursor > 0) {
      StreamFilter filter = plan.filter(--cursor);
      stream.enterFilter(cursor);
      int index = cursor;
      long stamp = stream.generation();
      long from = stream.clock();
      FilterStatus status = filter.onResponse(response, stream);
      stream.used(index, from, stamp);
      if (!goesOn(status, mine)) {
        return false;
      }
    }
    filtered = true;
    return true;
  }

  /** After a filter; one that answered for itself has made this answer obsolete. */
  private boolean goesOn(FilterStatus status, int mine) {
    if (stream.isEnded() || mine != answers) {
      return false;
    }
    if (status == FilterStatus.PAUSE) {
      paused = true;
      stream.pauseUpstream();
      return false;
    }
    return true;
  }

  /** Shows the filters what they have not seen; returns whether the answer goes on. */
  private boolean showHeld(FilterPlan plan) {
    if (origin != Origin.UPSTREAM) {
      return true;
    }
    if (plan.seesResponseBody()) {
      ByteBuf piece;
      while ((piece = held.unshown()) != null) {
        held.show();
        boolean last = held.ended() && held.unshown() == null && trailers == null;
        if (!show(plan, piece, last)) {
          return false;
        }
      }
      if (held.ended()
          && trailers == null
          && !endShown
          && !show(plan, Unpooled.EMPTY_BUFFER, true)) {
        return false;
      }
    }
    Fields end = trailers;
    return end == null || trailersShown || showTrailers(plan, end);
  }

  private boolean show(FilterPlan plan, ByteBuf piece, boolean last) {
    endShown |= last;
    int mine = answers;
    boolean on = true;
    for (int i = stream.enteredFilters() - 1; i >= 0; i--) {
      StreamFilter filter = plan.filter(i);
      if (filter.responseBody() == StreamFilter.BodyMode.STREAM) {
        stream.enterFilter(i);
        on &= goesOn(filter.onResponseBody(piece, last, stream), mine);
        if (stream.isEnded() || mine != answers) {
          return false;
        }
      }
    }
    return on;
  }

  private boolean showTrailers(FilterPlan plan, Fields end) {
    trailersShown = true;
    int mine = answers;
    for (int i = stream.enteredFilters() - 1; i >= 0; i--) {
      stream.enterFilter(i);
      plan.filter(i).onResponseTrailers(end, stream);
      if (stream.isEnded() || mine != answers) {
        return false;
      }
    }
    return true;
  }

  /** Shows the complete body to the filters that want it so; returns whether the stream goes on. */
  private boolean wholeBody(FilterPlan plan) {
    int mine = answers;
    while (wholeCursor > 0) {
      StreamFilter filter = plan.filter(--wholeCursor);
      if (filter.responseBody() == StreamFilter.BodyMode.WHOLE) {
        stream.enterFilter(wholeCursor);
        ByteBuf whole =
            held.hasNext() ? held.whole(stream.worker().allocator()) : Unpooled.EMPTY_BUFFER;
        if (!goesOn(filter.onResponseBody(whole, true, stream), mine)) {
          return false;
        }
      }
    }
    return true;
  }

  private void sendHead(ResponseHead response) {
    boolean last = held.ended() && !held.hasNext() && trailers == null;
    if (origin == Origin.UPSTREAM) {
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
    } else if (stream.connection().link().isWritable()) {
      stream.resumeUpstream();
    }
  }

  /** A piece of the answer's body. */
  void body(ByteBuf owned, boolean last) {
    FilterPlan plan = stream.plan().filters();
    boolean seen = plan.seesResponseBody() && origin == Origin.UPSTREAM;
    if (headSent && !paused && !seen && !held.hasNext()) {
      encode(owned, last);
      return;
    }
    held.add(owned, last);
    if (held.bytes() > stream.plan().bufferLimit()) {
      if (plan.wantsWholeResponse() && !headSent && !isTunnel()) {
        stream.failed(Why.UPSTREAM_ERROR);
        return;
      }
      stream.pauseUpstream();
    }
    if (!paused) {
      advance();
    }
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
    trailers = KeptFields.copyOf(end);
    held.end();
    if (!paused) {
      advance();
    }
  }

  private void sendTrailers(Fields end) {
    stream.connection().encodeTrailers(stream, end);
    stream.finish(why);
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
    origin = Origin.UPSTREAM;
    cursor = 0;
    wholeCursor = 0;
    answers++;
    filtered = false;
    paused = false;
    headSent = false;
    endShown = false;
    trailersShown = false;
    bytes = 0;
  }
}
