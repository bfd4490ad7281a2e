package io.mizzen.kernel.proxy;

import io.mizzen.kernel.config.model.RetryConfig;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.HeldBody;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.kernel.upstream.UpstreamStream;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamFilter;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The request of a stream on its way up: a loop over phases, each a row of filters and then one
 * decision. A filter may stop the loop; its {@link Pause} starts it again where it stopped. The
 * body comes alongside: filters see it as it comes, and it is held until the last phase is reached.
 *
 * <pre>
 *   REQUEST filters ─▶ match ─▶ ROUTE filters ─▶ cluster ─▶ BODY, if a filter wants all of it
 *      ─▶ CHOOSE an endpoint ─▶ ENDPOINT filters ─▶ UPSTREAM: the {@link Attempt} sends
 *              ▲                                        │
 *              └────────────── BACKOFF ◀────────────────┘ the try failed and another may be made
 * </pre>
 */
final class RequestSide {
  private final ProxyStream stream;
  private final FilterRun filters;
  private final Attempt attempt;
  private final HeldBody body;
  private final BackPressure pressure;
  private final Turn turn;
  private Phase phase = Phase.REQUEST;
  private int cursor;
  private boolean paused;
  // The way out for the filter that paused, or for the one that is called now and may pause.
  private @Nullable Pause pause;
  // About the filter that is called now.
  private int called;
  private long calledAt;
  private @Nullable Pause pauseBefore;

  private enum Phase {
    REQUEST,
    ROUTE,
    BODY,
    CHOOSE,
    ENDPOINT,
    UPSTREAM,
    BACKOFF
  }

  RequestSide(
      ProxyStream stream,
      FilterRun filters,
      Attempt attempt,
      HeldBody body,
      BackPressure pressure,
      Turn turn) {
    this.stream = stream;
    this.filters = filters;
    this.attempt = attempt;
    this.body = body;
    this.pressure = pressure;
    this.turn = turn;
  }

  void begin() {
    phase = Phase.REQUEST;
    cursor = 0;
    paused = false;
    pause = null;
  }

  /** The name of what it waits for, for views. */
  String phaseWord() {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  // ---- phases -------------------------------------------------------------------------------

  /** Runs phases until the request waits for something, or the stream was answered or ended. */
  void advance() {
    try {
      while (stream.isOpen() && step()) {
        // Each step does one phase's next piece.
      }
    } catch (RuntimeException e) {
      stream.localAnswer().fault(e);
    }
  }

  private boolean step() {
    return switch (phase) {
      case REQUEST ->
          cursor < filters.size()
              ? after(enter(cursor++).onRequest(stream.request(), stream.context()))
              // First what came of the body before the last filter was entered.
              : showBody() && matchRoute();
      case ROUTE ->
          cursor < filters.size()
              ? after(enter(cursor++).onRoute(stream.request(), matched(), stream.context()))
              : chooseCluster();
      case BODY -> body.ended() && showWholeBody();
      case CHOOSE -> chooseEndpoint();
      case ENDPOINT -> {
        EndpointState endpoint = attempt.endpoint();
        yield cursor < filters.size() && endpoint != null
            ? after(enter(cursor++).onEndpoint(stream.request(), endpoint, stream.context()))
            : connect();
      }
      case UPSTREAM, BACKOFF -> false;
    };
  }

  private boolean next(Phase following) {
    phase = following;
    cursor = 0;
    return true;
  }

  private StreamFilter enter(int index) {
    StreamFilter filter = filters.enter(index, FilterRun.Way.UP);
    called = index;
    pauseBefore = pause;
    calledAt = filters.clock();
    return filter;
  }

  /** A filter has been called; returns whether the request goes on. */
  private boolean after(FilterStatus status) {
    filters.used(called, calledAt);
    if (!stream.isOpen()) {
      return false;
    }
    if (status == FilterStatus.PAUSE) {
      paused = true;
      stream.deadlines().arm();
      return false;
    }
    // It may have prepared a pause and then not made it.
    pause = pauseBefore;
    return true;
  }

  private boolean matchRoute() {
    RouteTable table = stream.plan().table().table();
    if (!(table.router().match(stream.request(), stream.context()) instanceof KernelRoute route)) {
      stream.localAnswer().give(LocalReply.of(Why.NO_ROUTE));
      return false;
    }
    table.hit(stream.worker(), route);
    stream.routed(route);
    return next(Phase.ROUTE);
  }

  private KernelRoute matched() {
    KernelRoute route = stream.route();
    if (route == null) {
      throw new IllegalStateException("route phase without a route");
    }
    return route;
  }

  /** What the route says: an answer made here, or a cluster to send the edited request to. */
  private boolean chooseCluster() {
    RequestHead request = stream.request();
    RouteTable table = stream.plan().table().table();
    KernelRoute route = matched();
    LocalReply answer = table.router().answer(route, request);
    if (answer == null) {
      answer = route.reply();
    }
    if (answer != null) {
      stream.localAnswer().give(answer);
      return false;
    }
    table.router().rewrite(route, request);
    route.requestEdits().apply(request);
    Cluster cluster = stream.plan().table().cluster(route, route.choose(stream.worker()));
    if (cluster == null) {
      stream.localAnswer().give(LocalReply.of(Why.NO_CLUSTER));
      return false;
    }
    if (!attempt.enter(cluster)) {
      stream.localAnswer().give(LocalReply.of(Why.OVERLOAD));
      return false;
    }
    if (mayNeedRepetition(route)) {
      body.keep();
    }
    return wantsWhole() ? waitForWholeBody() : next(Phase.CHOOSE);
  }

  /** Whether the request goes up only when all of its body was seen. */
  private boolean wantsWhole() {
    return filters.plan().wantsWholeRequest() || turn.isMeant();
  }

  private boolean waitForWholeBody() {
    next(Phase.BODY);
    if (!filters.plan().wantsWholeRequest() && !body.ended()) {
      // Only the route says so: what came before it got no credit to come on.
      pressure.heldUp((int) body.bytes());
    }
    boundHeldBody();
    return stream.isOpen();
  }

  /** Only a request that may be sent twice is kept for it. */
  private boolean mayNeedRepetition(KernelRoute route) {
    return (!body.ended() || body.hasNext())
        && body.bytes() <= stream.plan().bufferLimit()
        && (stream.request().repeat() == RequestHead.Repeat.SAFE
            || route.config().retry().requests() == RetryConfig.Requests.ALL);
  }

  private boolean chooseEndpoint() {
    if (attempt.choose() == null) {
      attempt.failed(Why.NO_ENDPOINT, UpstreamStream.Sent.NOTHING);
      return false;
    }
    return next(Phase.ENDPOINT);
  }

  private boolean connect() {
    next(Phase.UPSTREAM);
    stream.deadlines().beginTry(matched().tryNanos());
    attempt.connect();
    return false;
  }

  /** The present try is over; another one begins after a rest. */
  void repeatAfter(long nanos) {
    stream.deadlines().endTry();
    if (nanos <= 0) {
      repeat();
    } else {
      phase = Phase.BACKOFF;
      stream.deadlines().rest(nanos);
    }
  }

  /** The next try begins. */
  void repeat() {
    phase = Phase.CHOOSE;
    advance();
  }

  // ---- the body -----------------------------------------------------------------------------

  /** A piece of the body. */
  void body(ByteBuf owned, boolean last) {
    if (isPassing()) {
      if (last) {
        body.end();
      }
      attempt.send(owned, last);
    } else {
      if (!last && isCollecting()) {
        pressure.heldUp(owned.readableBytes());
      }
      body.add(owned, last);
      bodyGrew();
    }
  }

  /** The body ends with trailers. */
  void trailers(Fields trailers) {
    body.end(KeptFields.copyOf(trailers));
    bodyGrew();
  }

  /** Whether a piece can go upstream as it comes. */
  private boolean isPassing() {
    return phase == Phase.UPSTREAM
        && attempt.isSending()
        && !paused
        && !body.hasNext()
        && !body.keeps()
        && !filters.plan().seesRequestBody();
  }

  /** Whether all that comes of the body is held until it is complete. */
  private boolean isCollecting() {
    return phase == Phase.BODY
        ? wantsWhole()
        : phase.compareTo(Phase.BODY) < 0 && filters.plan().wantsWholeRequest();
  }

  /** More of the body is held: to the filters, and upstream as far as that may be. */
  private void bodyGrew() {
    try {
      boundHeldBody();
      if (stream.isOpen() && phase != Phase.REQUEST && !paused && showBody()) {
        goOn();
      }
    } catch (RuntimeException e) {
      stream.localAnswer().fault(e);
    }
  }

  /** Something that the request waited for is there. */
  private void goOn() {
    if (phase == Phase.UPSTREAM) {
      attempt.pump();
    } else if (phase != Phase.BODY || body.ended()) {
      advance();
    }
  }

  private void boundHeldBody() {
    int limit = stream.plan().bufferLimit();
    if (body.bytes() > limit) {
      body.forget();
    }
    if (body.bytes() > limit) {
      if (isCollecting()) {
        stream.localAnswer().give(LocalReply.of(Why.TOO_LARGE));
      } else {
        pressure.holdDownstream();
      }
    }
  }

  /** Shows the filters what they have not seen; returns whether the request goes on. */
  private boolean showBody() {
    if (filters.plan().seesRequestBody()) {
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
    for (int i = 0; i < filters.entered(); i++) {
      if (filters.plan().filter(i).requestBody() == StreamFilter.BodyMode.STREAM) {
        // All see the piece, also if one of them pauses.
        after(enter(i).onRequestBody(piece, last, stream.context()));
        if (!stream.isOpen()) {
          return false;
        }
      }
    }
    return !paused;
  }

  private boolean showTrailers(Fields trailers) {
    for (int i = 0; i < filters.entered(); i++) {
      enter(i).onRequestTrailers(trailers, stream.context());
      filters.used(i, calledAt);
      if (!stream.isOpen()) {
        return false;
      }
    }
    return true;
  }

  /** Shows the complete body to the filters that want it so. */
  private boolean showWholeBody() {
    while (cursor < filters.size()) {
      int index = cursor++;
      boolean wanted =
          index == turn.filter()
              || filters.plan().filter(index).requestBody() == StreamFilter.BodyMode.WHOLE;
      if (wanted
          && !after(
              enter(index)
                  .onRequestBody(
                      body.whole(stream.worker().allocator()), true, stream.context()))) {
        return false;
      }
    }
    if (turn.isMeant() && !turn.isMade()) {
      throw new IllegalStateException(
          "filter " + filters.plan().name(turn.filter()) + " did not turn the request");
    }
    return next(Phase.CHOOSE);
  }

  /** Whether the filter that is called now may send another request. */
  boolean mayReplace() {
    return phase == Phase.BODY
        && !turn.isMade()
        && filters.way() == FilterRun.Way.UP
        && filters.current() == turn.filter();
  }

  /** Another request goes up than the one that came. */
  void replace(RequestHead head, ByteBuf owned) {
    turn.made(head, owned.readableBytes());
    pressure.replacedUp(body.bytes(), owned.readableBytes());
    body.replace(owned);
    if (mayNeedRepetition(matched())) {
      body.keep();
    }
  }

  // ---- pauses -------------------------------------------------------------------------------

  boolean isPaused() {
    return paused;
  }

  /** The filter that is called now may pause; what an earlier one holds is not forgotten. */
  void prepare(Pause made) {
    pause = made;
  }

  boolean waitsFor(Pause by) {
    return by.equals(pause);
  }

  /** The filter lets go. */
  void resume() {
    pause = null;
    if (paused && stream.isOpen()) {
      paused = false;
      if (phase == Phase.REQUEST || showBody()) {
        goOn();
      }
    }
  }

  /** The filter answered instead, or the stream ended: nobody is waited for. */
  void forgetPause() {
    pause = null;
    paused = false;
  }
}
