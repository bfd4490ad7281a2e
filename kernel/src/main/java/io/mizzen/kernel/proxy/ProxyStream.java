package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.stream.HeldBody;
import io.mizzen.kernel.upstream.UpstreamConnection;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer: where the parts of a stream meet, and who decides how it ends.
 *
 * <pre>
 *   DownstreamConnection ─▶ RequestSide ─▶ Attempt ─▶ UpstreamConnection
 *                               │ FilterRun  │
 *   DownstreamConnection ◀─ ResponseSide ◀───┘
 *
 *   Deadlines: when it is over without an answer     StreamOutcome: what came of it
 * </pre>
 *
 * <p>Life: {@link #begin}; events from both connections, until the answer is complete, one is made
 * here ({@link LocalAnswer}) or nobody is left to answer ({@link #clientGone}); {@link #finish},
 * once.
 *
 * <p>Everything runs on the worker of its connection. The object and its parts are used again for
 * another stream, but only after the loop turn in which this one ended: so whoever stands on the
 * call stack finds {@link #isOpen} right.
 */
final class ProxyStream {
  private final KernelWorker worker;
  private final StreamPool pool;
  private final FilterRun filters = new FilterRun();
  private final HeldBody requestBody = new HeldBody();
  private final BackPressure pressure = new BackPressure(this);
  private final Turn turn = new Turn();
  private final Attempt attempt = new Attempt(this, requestBody, pressure);
  private final RequestSide requestSide =
      new RequestSide(this, filters, attempt, requestBody, pressure, turn);
  private final ResponseSide responseSide = new ResponseSide(this, filters, pressure, turn);
  private final FilterContext context;
  private final LocalAnswer localAnswer;
  private final Deadlines deadlines;
  private final StreamOutcome outcome;
  private @Nullable DownstreamConnection connection;
  private @Nullable ChainPlan plan;
  private @Nullable RequestHead request;
  private @Nullable KernelRoute route;
  private Life life = Life.ENDED;
  private boolean oneWay;
  // Of a tunnel whose other direction goes on.
  private boolean answerEnded;
  private long id;
  private long streamId;

  private enum Life {
    /** On its way up, or being answered by the upstream. */
    OPEN,
    /** An answer made here is on its way down; nothing goes up any more. */
    REPLIED,
    ENDED
  }

  ProxyStream(KernelWorker worker, StreamPool pool) {
    this.worker = worker;
    this.pool = pool;
    this.context = new FilterContext(this, filters, attempt, requestSide, responseSide);
    this.localAnswer = new LocalAnswer(this, filters, attempt, responseSide, turn);
    this.deadlines = new Deadlines(this, worker);
    this.outcome = new StreamOutcome(worker, attempt, responseSide);
  }

  // ---- from the downstream ------------------------------------------------------------------

  void begin(
      DownstreamConnection on,
      ChainPlan chain,
      long number,
      RequestHead head,
      boolean last,
      boolean tooMany) {
    context.begin();
    connection = on;
    plan = chain;
    request = head;
    streamId = number;
    id = pool.nextId();
    oneWay = head.exchange() == RequestHead.Exchange.ONE_WAY;
    long now = worker.now();
    outcome.begin(now);
    deadlines.begin(now);
    filters.begin(chain, worker);
    attempt.begin(head);
    requestSide.begin();
    if (last) {
      requestBody.endWithHead();
    }
    life = Life.OPEN;
    answerEnded = false;
    if (tooMany) {
      localAnswer.give(LocalReply.of(Why.OVERLOAD));
    } else {
      requestSide.advance();
    }
  }

  /** A piece of the request's body. */
  void requestBody(ByteBuf owned, boolean last) {
    deadlines.byteMoved();
    outcome.countRequest(owned.readableBytes());
    if (!isOpen()) {
      owned.release();
      return;
    }
    requestSide.body(owned, last);
  }

  /** The request ends with trailers. */
  void requestTrailers(Fields trailers) {
    if (isOpen()) {
      requestSide.trailers(trailers);
    }
  }

  /** The downstream side is gone: nobody to answer. */
  void clientGone(Why why) {
    if (life != Life.ENDED) {
      outcome.fail(why);
      finish(why);
    }
  }

  void pauseUpstream() {
    pressure.holdUpstream();
  }

  /** The downstream takes bytes again, unless a filter holds the answer. */
  void resumeUpstream() {
    if (!responseSide.isPaused() && connection().requests().takes(this)) {
      pressure.releaseUpstream();
    }
  }

  // ---- from the upstream --------------------------------------------------------------------

  /** Body bytes went upstream: credit for the downstream. */
  void requestPassedOn(int bytes) {
    deadlines.byteMoved();
    pressure.passedUp(bytes);
  }

  /** All of the request is out. */
  void requestSent() {
    if (oneWay || answerEnded) {
      finish(Why.OK);
    }
  }

  void informational(ResponseHead head) {
    try {
      connection().requests().encodeHead(this, head, false);
    } catch (ProtocolException e) {
      connection().ignoredAnswer(e);
    }
    head.release();
  }

  void responseHead(ResponseHead head, boolean last) {
    deadlines.byteMoved();
    deadlines.endTry();
    if (head.kind() == ResponseHead.Kind.TUNNEL) {
      deadlines.onlySilence();
      requestBody.reopen();
    }
    try {
      responseSide.begin(head, last, head.why(), ResponseSide.Origin.UPSTREAM);
    } catch (RuntimeException e) {
      localAnswer.fault(e);
    }
  }

  void responseBody(ByteBuf owned, boolean last) {
    deadlines.byteMoved();
    try {
      responseSide.body(owned, last);
    } catch (RuntimeException e) {
      localAnswer.fault(e);
    }
  }

  void responseTrailers(Fields trailers, Why why) {
    try {
      responseSide.trailers(trailers, why);
    } catch (RuntimeException e) {
      localAnswer.fault(e);
    }
  }

  /** All of the answer is down. A tunnel has two directions, and goes on until both have ended. */
  void answerSent(Why why) {
    if (responseSide.isTunnel() && !attempt.isEndSent()) {
      answerEnded = true;
    } else {
      finish(why);
    }
  }

  /** A try failed; another one may begin after a rest. */
  void repeatAfter(long nanos) {
    requestSide.repeatAfter(nanos);
  }

  // ---- from the clock -----------------------------------------------------------------------

  /** The time for all of it, or for silence, is up. */
  void timedOut(Why why) {
    attempt.leave(why);
    localAnswer.failed(why);
  }

  /** The time for one try is up. */
  void tryTimedOut() {
    attempt.timedOut();
  }

  /** The rest between two tries is over. */
  void nextTry() {
    requestSide.repeat();
  }

  /** An answer made here takes the place of the upstream's. */
  void replied() {
    life = Life.REPLIED;
  }

  // ---- the end ------------------------------------------------------------------------------

  /** Ends the stream; everything it holds is given back. Once. */
  void finish(Why why) {
    if (life == Life.ENDED) {
      return;
    }
    life = Life.ENDED;
    deadlines.cancel();
    requestSide.forgetPause();
    responseSide.forgetPause();
    outcome.end(why);
    filters.end(outcome, this);
    plan().metrics().ended(worker, outcome.why(), outcome.durationNanos());
    attempt.end(outcome.why());
    connection().streamEnded(this);
    responseSide.clear();
    requestBody.clear();
    pressure.clear();
    turn.end();
    RequestHead head = request();
    request = null;
    head.release();
    context.end();
    route = null;
    pool.giveBack(this);
  }

  /** Nobody can still look at it: forgets where it belonged. */
  void unlink() {
    connection = null;
    plan = null;
    filters.unlink();
  }

  // ---- what its parts ask -------------------------------------------------------------------

  /** Whether the request is still on its way or waits for the upstream's answer. */
  boolean isOpen() {
    return life == Life.OPEN;
  }

  /** Whether an answer made here is on its way down. */
  boolean isReplied() {
    return life == Life.REPLIED;
  }

  boolean isEnded() {
    return life == Life.ENDED;
  }

  DownstreamConnection connection() {
    DownstreamConnection on = connection;
    if (on == null) {
      throw new IllegalStateException("no stream");
    }
    return on;
  }

  ChainPlan plan() {
    ChainPlan chain = plan;
    if (chain == null) {
      throw new IllegalStateException("no stream");
    }
    return chain;
  }

  LocalAnswer localAnswer() {
    return localAnswer;
  }

  /** The stream for filters. */
  FilterContext context() {
    return context;
  }

  KernelWorker worker() {
    return worker;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  StreamOutcome outcome() {
    return outcome;
  }

  @Nullable KernelRoute route() {
    return route;
  }

  /** The router has chosen. */
  void routed(KernelRoute chosen) {
    route = chosen;
    turn.routed(plan().turned().filterOf(chosen));
    deadlines.routed(chosen, request().timeoutMillis());
  }

  /** The head that goes upstream: the caller's, unless a filter made another. */
  RequestHead outgoing() {
    return turn.outgoing(request());
  }

  /** Bytes of the body that goes upstream, as far as they are known. */
  long outgoingBytes() {
    return turn.outgoingBytes(outcome.requestBytes());
  }

  long streamId() {
    return streamId;
  }

  boolean isOneWay() {
    return oneWay;
  }

  boolean isRequestPaused() {
    return requestSide.isPaused();
  }

  boolean responseStarted() {
    return responseSide.started();
  }

  boolean isTunnel() {
    return responseSide.isTunnel();
  }

  /** What it has become if both its connections are raw bytes that no filter sees; else null. */
  @Nullable Tunnel tunnel() {
    UpstreamConnection raw = isTunnel() && isOpen() ? attempt.rawConnection() : null;
    FilterPlan seen = filters.plan();
    return raw == null || seen.seesRequestBody() || seen.seesResponseBody()
        ? null
        : new Tunnel(this, raw);
  }

  /** Whether all that has come of either direction has gone on, and both are open. */
  boolean isPassingOn() {
    return !requestSide.isPaused()
        && !responseSide.isHolding()
        && requestBody.bytes() == 0
        && !answerEnded
        && !attempt.isEndSent();
  }

  /**
   * Bytes that waited for the upstream are on their way: that may be what a hand-over waits for.
   */
  void upstreamTakesAgain() {
    if (isTunnel() && life != Life.ENDED) {
      connection().leaveIfAtRest();
    }
  }

  /** The name of what it waits for, for views. */
  String phaseWord() {
    return isOpen() ? requestSide.phaseWord() : life.name().toLowerCase(Locale.ROOT);
  }

  long id() {
    return id;
  }

  RequestHead request() {
    RequestHead head = request;
    if (head == null) {
      throw new IllegalStateException("no stream");
    }
    return head;
  }
}
