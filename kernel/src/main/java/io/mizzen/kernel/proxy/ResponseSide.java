package io.mizzen.kernel.proxy;

import io.mizzen.kernel.router.KernelRoute;
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
  private final FilterRun filters;
  private final BackPressure pressure;
  private final Turn turn;
  private final HeldBody body = new HeldBody();
  private @Nullable ResponseHead head;
  // The way out for the filter that paused, or for the one that is called now and may pause.
  private @Nullable Pause pause;
  private Why why = Why.OK;
  private Origin origin = Origin.UPSTREAM;
  // Which filters see it: from the one below the ceiling down to the floor.
  private int ceiling;
  private int floor;
  private int cursor;
  private int wholeCursor;
  private int answers;
  private boolean filtered;
  private boolean paused;
  private boolean headSent;
  private long bytes;
  // About the filter that is called now.
  private int called;
  private long calledAt;

  /** Where an answer comes from, and so which filters see it. */
  enum Origin {
    UPSTREAM,
    /** The upstream's, in other words: the filters before the one that found them see it. */
    TURNED,
    /** Made here: filters see its head. */
    LOCAL,
    /** Made here after a fault: no filter sees it. */
    FAULT
  }

  ResponseSide(ProxyStream stream, FilterRun filters, BackPressure pressure, Turn turn) {
    this.stream = stream;
    this.filters = filters;
    this.pressure = pressure;
    this.turn = turn;
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

  // ---- on its way ---------------------------------------------------------------------------

  /** A final head, of an upstream or made here. */
  void begin(ResponseHead response, boolean last, Why outcome, Origin from) {
    head = response;
    why = outcome;
    origin = from;
    ceiling =
        switch (from) {
          case UPSTREAM, LOCAL -> filters.entered();
          case TURNED -> turn.filter();
          case FAULT -> 0;
        };
    floor = isForeign() ? turn.filter() : 0;
    cursor = ceiling;
    wholeCursor = ceiling;
    if (last) {
      body.endWithHead();
    }
    advance();
  }

  /** A piece of the answer's body. */
  void body(ByteBuf owned, boolean last) {
    boolean seen = isForeign() || filters.plan().seesResponseBody() && showsBody();
    if (headSent && !paused && !seen && !body.hasNext()) {
      encode(owned, last);
      return;
    }
    int length = owned.readableBytes();
    body.add(owned, last);
    if (wantsWhole() && !headSent && !last) {
      pressure.heldDown(length);
    }
    if (body.bytes() > stream.plan().bufferLimit()) {
      if (wantsWhole() && !headSent && !isTunnel()) {
        stream.localAnswer().failed(Why.UPSTREAM_ERROR);
        return;
      }
      pressure.holdUpstream();
    }
    if (!paused) {
      advance();
    }
  }

  /** Whether it is in the words of another protocol, which a filter has to turn back. */
  private boolean isForeign() {
    return origin == Origin.UPSTREAM && turn.isMade();
  }

  /** Whether filters see its body. */
  private boolean showsBody() {
    return origin == Origin.UPSTREAM || origin == Origin.TURNED;
  }

  /** Whether it goes down only when all of its body was seen. */
  private boolean wantsWhole() {
    return isForeign() || filters.plan().wantsWholeResponse() && showsBody();
  }

  /** The answer ends with trailers, which may know better than the head how the upstream did. */
  void trailers(Fields trailers, Why said) {
    if (why.equals(Why.OK)) {
      why = said;
    }
    body.end(KeptFields.copyOf(trailers));
    if (!paused) {
      advance();
    }
  }

  /** Goes as far as filters and what has come of the body let it. */
  private void advance() {
    ResponseHead response = head;
    if (response == null || !filterHead(response) || !showBody()) {
      return;
    }
    if (wantsWhole() && !isTunnel() && !headSent && !(body.ended() && showWholeBody())) {
      return;
    }
    if (isForeign()) {
      throw new IllegalStateException(
          "filter " + filters.plan().name(turn.filter()) + " did not turn the answer");
    }
    if (headSent) {
      sendHeld();
    } else {
      sendHead(response);
    }
  }

  // ---- filters ------------------------------------------------------------------------------

  private StreamFilter enter(int index) {
    StreamFilter filter = filters.enter(index, FilterRun.Way.DOWN);
    called = index;
    calledAt = filters.clock();
    return filter;
  }

  /** A filter has been called; one that answered for itself has made this answer obsolete. */
  private boolean after(FilterStatus status, int mine) {
    if (isObsolete(mine)) {
      return false;
    }
    filters.used(called, calledAt);
    if (status == FilterStatus.PAUSE) {
      paused = true;
      pressure.holdUpstream();
      return false;
    }
    return true;
  }

  private boolean isObsolete(int mine) {
    return stream.isEnded() || mine != answers;
  }

  private boolean filterHead(ResponseHead response) {
    int mine = answers;
    while (!filtered && cursor > floor) {
      if (!after(enter(--cursor).onResponse(response, stream.context()), mine)) {
        return false;
      }
    }
    filtered = true;
    return true;
  }

  /** Shows the filters what they have not seen; returns whether the answer goes on. */
  private boolean showBody() {
    if (!showsBody()) {
      return true;
    }
    if (filters.plan().seesResponseBody()) {
      ByteBuf piece;
      while ((piece = body.show()) != null) {
        if (!showPiece(piece, body.endShown())) {
          return false;
        }
      }
    }
    Fields trailers = body.showTrailers();
    return trailers == null || showTrailers(trailers);
  }

  private boolean showPiece(ByteBuf piece, boolean last) {
    int mine = answers;
    boolean on = true;
    for (int i = ceiling - 1; i >= floor; i--) {
      if (filters.plan().filter(i).responseBody() == StreamFilter.BodyMode.STREAM) {
        // All see the piece, also if one of them pauses.
        on &= after(enter(i).onResponseBody(piece, last, stream.context()), mine);
        if (isObsolete(mine)) {
          return false;
        }
      }
    }
    return on;
  }

  private boolean showTrailers(Fields trailers) {
    int mine = answers;
    for (int i = ceiling - 1; i >= floor; i--) {
      enter(i).onResponseTrailers(trailers, stream.context());
      if (isObsolete(mine)) {
        return false;
      }
      filters.used(i, calledAt);
    }
    return true;
  }

  /** Shows the complete body to the filters that want it so; returns whether the stream goes on. */
  private boolean showWholeBody() {
    int mine = answers;
    while (wholeCursor > floor) {
      int index = --wholeCursor;
      if (isForeign() && index == turn.filter()
          || filters.plan().filter(index).responseBody() == StreamFilter.BodyMode.WHOLE) {
        ByteBuf whole = body.whole(stream.worker().allocator());
        if (!after(enter(index).onResponseBody(whole, true, stream.context()), mine)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether the filter that is called now may give another answer. */
  boolean mayReplace() {
    return head != null
        && isForeign()
        && filters.way() == FilterRun.Way.DOWN
        && filters.current() == turn.filter();
  }

  // ---- pauses -------------------------------------------------------------------------------

  boolean isPaused() {
    return paused;
  }

  /** Whether bytes have come that have not gone down. */
  boolean isHolding() {
    return paused || body.bytes() > 0;
  }

  /** The filter that is called now may pause. */
  void prepare(Pause made) {
    pause = made;
  }

  boolean waitsFor(Pause by) {
    return by.equals(pause);
  }

  /** The filter lets go. */
  void resume() {
    pause = null;
    if (paused) {
      paused = false;
      advance();
    }
  }

  /** The filter answered instead, or the stream ended: nobody is waited for. */
  void forgetPause() {
    pause = null;
    paused = false;
  }

  // ---- down ---------------------------------------------------------------------------------

  private void sendHead(ResponseHead response) {
    boolean last = body.isExhausted();
    if (showsBody() && !edit(response)) {
      return;
    }
    try {
      stream.connection().requests().encodeHead(stream, response, last);
    } catch (ProtocolException e) {
      stream.localAnswer().cannotAnswer(e);
      return;
    }
    headSent = true;
    stream.outcome().answered();
    if (last) {
      stream.answerSent(why);
    } else {
      sendHeld();
    }
  }

  /** What the route changes; returns whether the answer can be sent. */
  private boolean edit(ResponseHead response) {
    KernelRoute route = stream.route();
    if (route != null) {
      try {
        route.responseEdits().apply(response);
      } catch (IllegalArgumentException e) {
        stream.localAnswer().fault(e);
        return false;
      }
    }
    return true;
  }

  private void sendHeld() {
    ByteBuf piece;
    while ((piece = body.poll()) != null) {
      boolean last = body.isExhausted();
      encode(piece, last);
      if (last || stream.isEnded()) {
        return;
      }
    }
    Fields trailers = body.trailers();
    if (trailers != null) {
      stream.connection().requests().encodeTrailers(stream, trailers);
      stream.answerSent(why);
    } else if (body.ended()) {
      encode(Unpooled.EMPTY_BUFFER, true);
    } else {
      stream.resumeUpstream();
    }
  }

  private void encode(ByteBuf owned, boolean last) {
    int length = owned.readableBytes();
    bytes += length;
    stream.connection().requests().encodeBody(stream, owned, last);
    if (last) {
      stream.answerSent(why);
    } else {
      pressure.passedDown(length);
    }
  }

  /** Forgets everything for another answer or another stream. */
  void clear() {
    ResponseHead last = head;
    head = null;
    if (last != null) {
      last.release();
    }
    body.clear();
    pause = null;
    why = Why.OK;
    origin = Origin.UPSTREAM;
    ceiling = 0;
    floor = 0;
    cursor = 0;
    wholeCursor = 0;
    answers++;
    filtered = false;
    paused = false;
    headSent = false;
    bytes = 0;
  }
}
