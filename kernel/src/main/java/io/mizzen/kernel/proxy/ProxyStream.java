package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.stream.HeldBody;
import io.mizzen.kernel.upstream.UpstreamConnection;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Continuation;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamKey;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
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
 * here ({@link #answer}) or nobody is left to answer ({@link #clientGone}); {@link #finish}, once.
 *
 * <p>Everything runs on the worker of its connection. The object and its parts are used again for
 * another stream, but only after the loop turn in which this one ended: so whoever stands on the
 * call stack finds {@link #isOpen} right. {@link #generation} is for those who come in later turns.
 */
final class ProxyStream implements StreamContext {
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
  private final StreamValues values = new StreamValues();
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
  private long generation;
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
    generation++;
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
      answer(LocalReply.of(Why.OVERLOAD));
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
    if (!responseSide.isPaused() && connection().takes(this)) {
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
      connection().encodeHead(this, head, false);
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
      fault(e);
    }
  }

  void responseBody(ByteBuf owned, boolean last) {
    deadlines.byteMoved();
    try {
      responseSide.body(owned, last);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  void responseTrailers(Fields trailers, Why why) {
    try {
      responseSide.trailers(trailers, why);
    } catch (RuntimeException e) {
      fault(e);
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

  // ---- from filters -------------------------------------------------------------------------

  @Override
  public Continuation pause() {
    Pause made = new Pause(this, generation);
    if (filters.way() == FilterRun.Way.DOWN) {
      responseSide.prepare(made);
    } else {
      requestSide.prepare(made);
    }
    return made;
  }

  /** A filter lets go; on the worker, in a turn of its own. */
  void resume(Pause by) {
    if (!isPause(by)) {
      return;
    }
    try {
      if (responseSide.waitsFor(by)) {
        responseSide.resume();
      } else {
        requestSide.resume();
      }
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  /** A filter answers after a pause; on the worker, in a turn of its own. */
  void resumeWith(Pause by, LocalReply reply) {
    if (!isPause(by)) {
      return;
    }
    if (life == Life.REPLIED) {
      // An answer made here is on its way already: it goes on as it is.
      resume(by);
      return;
    }
    try {
      requestSide.forgetPause();
      responseSide.forgetPause();
      answer(reply);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  private boolean isPause(Pause by) {
    return by.isFor(generation)
        && life != Life.ENDED
        && (responseSide.waitsFor(by) || requestSide.waitsFor(by));
  }

  @Override
  public FilterStatus reply(LocalReply reply) {
    if (life == Life.REPLIED) {
      // An answer made here is on its way already, and only one can be sent.
      return FilterStatus.CONTINUE;
    }
    answer(reply);
    return FilterStatus.PAUSE;
  }

  @Override
  public void replaceRequest(RequestHead head, ByteBuf body) {
    if (!requestSide.mayReplace()) {
      head.release();
      body.release();
      throw new IllegalStateException("not in a phase in which a request is turned");
    }
    turn.made(head, body.readableBytes());
    requestSide.replaceBody(body);
  }

  @Override
  public FilterStatus replaceResponse(LocalReply answer) {
    if (life == Life.REPLIED) {
      return FilterStatus.CONTINUE;
    }
    if (!responseSide.mayReplace()) {
      throw new IllegalStateException("not in a phase in which an answer is turned");
    }
    life = Life.REPLIED;
    attempt.leave(answer.why());
    say(answer, ResponseSide.Origin.TURNED);
    return FilterStatus.PAUSE;
  }

  // ---- from the clock -----------------------------------------------------------------------

  /** The time for all of it, or for silence, is up. */
  void timedOut(Why why) {
    attempt.leave(why);
    failed(why);
  }

  /** The time for one try is up. */
  void tryTimedOut() {
    attempt.timedOut();
  }

  /** The rest between two tries is over. */
  void nextTry() {
    requestSide.repeat();
  }

  // ---- answers made here --------------------------------------------------------------------

  /** Answers here, unless that was done already; if an answer has begun, it is broken off. */
  void answer(LocalReply reply) {
    answer(reply, ResponseSide.Origin.LOCAL);
  }

  private void answer(LocalReply reply, ResponseSide.Origin origin) {
    if (!isOpen()) {
      return;
    }
    Why why = reply.why();
    if (responseSide.headSent()) {
      breakOff(why);
      return;
    }
    life = Life.REPLIED;
    attempt.leave(why);
    outcome.fail(why);
    say(origin == ResponseSide.Origin.LOCAL ? inWordsOfTurner(reply) : reply, origin);
  }

  private LocalReply inWordsOfTurner(LocalReply reply) {
    try {
      return turn.isMeant() ? filters.reword(turn.filter(), reply, this) : reply;
    } catch (RuntimeException e) {
      connection().reportFault(e);
      return reply;
    }
  }

  private void say(LocalReply reply, ResponseSide.Origin origin) {
    Why why = reply.why();
    responseSide.clear();
    // A one-way request has no answer; its reset tells the codec that its body goes nowhere.
    ServerCodec.Reply words = oneWay ? null : connection().localReply(this, reply);
    if (words == null) {
      connection().resetDownstream(this, why);
      finish(why);
      return;
    }
    boolean last = words.body().length == 0;
    responseSide.begin(words.head(), last, why, origin);
    if (!last && life != Life.ENDED) {
      responseSide.body(Unpooled.wrappedBuffer(words.body()), true);
    }
  }

  /** No try is left, or the answer cannot go on. */
  void failed(Why why) {
    if (answerBegan()) {
      breakOff(why);
    } else {
      answer(LocalReply.of(attempt.lastWord(why)));
    }
  }

  /** The request cannot be said in the cluster's protocol. */
  void cannotSend(ProtocolException e) {
    answer(new LocalReply(e.why(), e.code(), List.of(), ""));
  }

  /** The answer cannot be said in the listener's protocol; perhaps one made here can. */
  void cannotAnswer(ProtocolException e) {
    if (life == Life.REPLIED) {
      breakOff(e.why());
    } else {
      answer(new LocalReply(e.why(), e.code(), List.of(), ""));
    }
  }

  /** A fault of this process in the middle of a stream: no filter sees what is answered. */
  void fault(RuntimeException e) {
    connection().reportFault(e);
    if (answerBegan()) {
      breakOff(Why.INTERNAL);
    } else {
      answer(LocalReply.of(Why.INTERNAL), ResponseSide.Origin.FAULT);
    }
  }

  /** Whether no other answer can be given. */
  private boolean answerBegan() {
    return life != Life.OPEN || responseSide.headSent();
  }

  /** What has gone down of the answer must not look complete. */
  private void breakOff(Why why) {
    if (life == Life.ENDED) {
      return;
    }
    outcome.fail(why);
    connection().resetDownstream(this, why);
    finish(why);
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
    values.clear();
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

  KernelWorker kernelWorker() {
    return worker;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  StreamOutcome outcome() {
    return outcome;
  }

  @Nullable KernelRoute kernelRoute() {
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

  // ---- what filters ask ---------------------------------------------------------------------

  @Override
  public long id() {
    return id;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public ConnectionInfo downstream() {
    return connection().info();
  }

  @Override
  public RequestHead request() {
    RequestHead head = request;
    if (head == null) {
      throw new IllegalStateException("no stream");
    }
    return head;
  }

  @Override
  public @Nullable Route route() {
    return route;
  }

  @Override
  public @Nullable Endpoint endpoint() {
    return attempt.endpoint();
  }

  @Override
  public void narrow(EndpointSelector selector) {
    attempt.narrow(selector);
  }

  @Override
  public @Nullable Object state() {
    return filters.state();
  }

  @Override
  public void state(@Nullable Object state) {
    filters.state(state);
  }

  @Override
  public <T> @Nullable T get(StreamKey<T> key) {
    return values.get(key);
  }

  @Override
  public <T> void put(StreamKey<T> key, @Nullable T value) {
    values.put(key, value);
  }
}
