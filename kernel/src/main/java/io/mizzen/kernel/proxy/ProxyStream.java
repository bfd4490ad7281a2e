package io.mizzen.kernel.proxy;

import io.mizzen.kernel.config.model.RetryConfig;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.TimerNode;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.stream.HeldBody;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.kernel.upstream.UpstreamStream;
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
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamKey;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. The request side stands here as a loop over phases that a filter may
 * stop and a {@link Continuation} start again; {@link Attempt} is the upstream half, {@link
 * ResponseSide} the way back.
 *
 * <pre>
 *   REQUEST filters ─▶ route ─▶ ROUTE filters ─▶ (BODY, if a filter wants all of it)
 *      ─▶ ENDPOINT filters ─▶ Attempt ─▶ answer ─▶ ResponseSide ─▶ finish
 * </pre>
 *
 * <p>Everything runs on the worker of its connection. The object is used again for another stream
 * after the loop turn in which this one ended; {@link #generation} tells them apart.
 */
final class ProxyStream extends TimerNode implements StreamContext, Outcome {
  private static final Object[] NO_STATE = new Object[0];

  private final KernelWorker worker;
  private final StreamPool pool;
  private final Attempt attempt = new Attempt(this);
  private final ResponseSide response = new ResponseSide(this);
  private final StreamValues values = new StreamValues();
  private @Nullable DownstreamConnection connection;
  private @Nullable ChainPlan plan;
  private @Nullable RequestHead request;
  private @Nullable KernelRoute route;
  private @Nullable Fields requestTrailers;
  private @Nullable Pause requestPause;
  private @Nullable Pause responsePause;
  private @Nullable Why failure;
  private @Nullable Object[] filterState = NO_STATE;
  // What each filter used so far, for the few streams that are timed; else null.
  private long @Nullable [] filterNanos;
  private Phase phase = Phase.ENDED;
  private int cursor;
  private int entered;
  private int inFilter;
  private boolean answering;
  private boolean requestPaused;
  private boolean requestEnded;
  private boolean requestEndShown;
  private boolean requestTrailersShown;
  private boolean oneWay;
  private boolean budgetSpent;
  private long generation;
  private long id;
  private long streamId;
  private long startedAt;
  private long answeredAt;
  private long lastByteAt;
  private long totalDue;
  private long tryDue;
  private long backoffDue;
  private long requestBytes;
  private Why outcome = Why.OK;
  private long endedAt;

  private enum Phase {
    REQUEST,
    ROUTE,
    BODY,
    CHOOSE,
    ENDPOINT,
    UPSTREAM,
    BACKOFF,
    REPLIED,
    ENDED
  }

  ProxyStream(KernelWorker worker, StreamPool pool) {
    this.worker = worker;
    this.pool = pool;
  }

  // ---- the request comes in -----------------------------------------------------------------

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
    requestEnded = last;
    requestEndShown = last;
    requestTrailersShown = false;
    oneWay = head.exchange() == RequestHead.Exchange.ONE_WAY;
    startedAt = worker.now();
    lastByteAt = startedAt;
    answeredAt = -1;
    totalDue = Long.MAX_VALUE;
    tryDue = Long.MAX_VALUE;
    backoffDue = Long.MAX_VALUE;
    if (filterState.length < chain.filters().size()) {
      filterState = new Object[chain.filters().size()];
    }
    filterNanos =
        chain.filters().size() > 0 && chain.metrics().samples(worker)
            ? new long[chain.filters().size()]
            : null;
    attempt.begin(head);
    phase = Phase.REQUEST;
    cursor = 0;
    if (tooMany) {
      replyNow(LocalReply.of(Why.OVERLOAD));
      return;
    }
    advance();
  }

  /** Runs phases until the stream waits for something or has ended. */
  private void advance() {
    long mine = generation;
    try {
      while (step(mine)) {
        // Each step does one phase's next piece.
      }
    } catch (RuntimeException e) {
      if (generation == mine && phase != Phase.ENDED) {
        fault(e);
      } else {
        connection().reportFault(e);
      }
    }
  }

  private boolean step(long mine) {
    FilterPlan filters = plan().filters();
    switch (phase) {
      case REQUEST -> {
        if (cursor == filters.size()) {
          // What came of the body before the last filter was entered.
          return showRequest(filters, mine) && matchRoute();
        }
        StreamFilter filter = filters.filter(cursor);
        Pause before = enter(cursor);
        entered = ++cursor;
        int index = inFilter;
        long from = clock();
        FilterStatus status = filter.onRequest(request(), this);
        used(index, from, mine);
        return after(status, before, mine);
      }
      case ROUTE -> {
        if (cursor == filters.size()) {
          return leaveRoutePhase(filters);
        }
        KernelRoute chosen = route;
        if (chosen == null) {
          throw new IllegalStateException("route phase without a route");
        }
        Pause before = enter(cursor++);
        int index = inFilter;
        long from = clock();
        FilterStatus status = filters.filter(index).onRoute(request(), chosen, this);
        used(index, from, mine);
        return after(status, before, mine);
      }
      case BODY -> {
        return requestEnded && wholeRequest(filters, mine);
      }
      case CHOOSE -> {
        return chooseEndpoint();
      }
      case ENDPOINT -> {
        EndpointState endpoint = attempt.endpoint();
        if (cursor == filters.size() || endpoint == null) {
          phase = Phase.UPSTREAM;
          armTry();
          attempt.connect();
          return false;
        }
        Pause before = enter(cursor++);
        int index = inFilter;
        long from = clock();
        FilterStatus status = filters.filter(index).onEndpoint(request(), endpoint, this);
        used(index, from, mine);
        return after(status, before, mine);
      }
      default -> {
        return false;
      }
    }
  }

  /** Now, for a stream that is timed. */
  long clock() {
    return filterNanos == null ? 0 : System.nanoTime();
  }

  /** A filter has run since then; counts for it if the stream is still the same. */
  void used(int filter, long from, long mine) {
    long[] nanos = filterNanos;
    if (nanos != null && generation == mine && filter < nanos.length) {
      nanos[filter] += System.nanoTime() - from;
    }
  }

  /** A filter of the request's way is called next; returns what it may replace. */
  private @Nullable Pause enter(int index) {
    inFilter = index;
    answering = false;
    return requestPause;
  }

  private boolean after(FilterStatus status, @Nullable Pause before, long mine) {
    if (generation != mine || phase == Phase.ENDED || phase == Phase.REPLIED) {
      return false;
    }
    if (status == FilterStatus.PAUSE) {
      requestPaused = true;
      armTimer();
      return false;
    }
    requestPause = before;
    return true;
  }

  private boolean matchRoute() {
    Route found = plan().table().table().router().match(request(), this);
    if (!(found instanceof KernelRoute matched)) {
      replyNow(LocalReply.of(Why.NO_ROUTE));
      return false;
    }
    route = matched;
    plan().table().table().hit(worker, matched);
    long asked = request().timeoutMillis();
    long limit = matched.timeoutNanos();
    if (asked > 0) {
      long nanos = asked > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : asked * 1_000_000;
      limit = limit == 0 ? nanos : Math.min(limit, nanos);
    }
    if (limit > 0 && limit < Long.MAX_VALUE / 2) {
      totalDue = startedAt + limit;
    }
    armTimer();
    phase = Phase.ROUTE;
    cursor = 0;
    return true;
  }

  private boolean leaveRoutePhase(FilterPlan filters) {
    KernelRoute chosen = route;
    if (chosen == null) {
      throw new IllegalStateException("route phase without a route");
    }
    LocalReply answer = plan().table().table().router().answer(chosen, request());
    if (answer == null) {
      answer = chosen.reply();
    }
    if (answer != null) {
      replyNow(answer);
      return false;
    }
    plan().table().table().router().rewrite(chosen, request());
    chosen.requestEdits().apply(request());
    Cluster target = plan().table().cluster(chosen, chosen.choose(worker));
    if (target == null) {
      replyNow(LocalReply.of(Why.NO_CLUSTER));
      return false;
    }
    if (!attempt.enter(target)) {
      replyNow(LocalReply.of(Why.OVERLOAD));
      return false;
    }
    if (mayNeedRepetition(chosen)) {
      attempt.body().keep();
    }
    phase = filters.wantsWholeRequest() ? Phase.BODY : Phase.CHOOSE;
    cursor = 0;
    return true;
  }

  /** Only a request that may be sent twice is kept for it. */
  private boolean mayNeedRepetition(KernelRoute chosen) {
    return (!requestEnded || attempt.body().hasNext())
        && attempt.body().bytes() <= plan().bufferLimit()
        && (request().repeat() == RequestHead.Repeat.SAFE
            || chosen.config().retry().requests() == RetryConfig.Requests.ALL);
  }

  private boolean wholeRequest(FilterPlan filters, long mine) {
    ByteBuf whole =
        attempt.body().hasNext() ? attempt.body().whole(worker.allocator()) : Unpooled.EMPTY_BUFFER;
    while (cursor < filters.size()) {
      StreamFilter filter = filters.filter(cursor);
      Pause before = enter(cursor++);
      if (filter.requestBody() == StreamFilter.BodyMode.WHOLE
          && !after(filter.onRequestBody(whole, true, this), before, mine)) {
        return false;
      }
    }
    phase = Phase.CHOOSE;
    return true;
  }

  private boolean chooseEndpoint() {
    if (attempt.choose() == null) {
      attempt.failed(Why.NO_ENDPOINT, UpstreamStream.Sent.NOTHING);
      return false;
    }
    phase = Phase.ENDPOINT;
    cursor = 0;
    return true;
  }

  /** A piece of the request's body. */
  void requestBody(ByteBuf owned, boolean last) {
    lastByteAt = worker.now();
    requestBytes += owned.readableBytes();
    requestEnded |= last;
    if (phase == Phase.REPLIED || phase == Phase.ENDED) {
      owned.release();
      return;
    }
    FilterPlan filters = plan().filters();
    if (isPassing() && !filters.seesRequestBody()) {
      attempt.send(owned, last);
    } else {
      attempt.body().add(owned, last);
      passOn(filters);
    }
    if (response.isTunnel() && last) {
      // One side of the tunnel has ended: what it sent is delivered, then both sides close.
      finish(Why.OK);
    }
  }

  /** Whether a piece of body can go upstream as it comes. */
  private boolean isPassing() {
    return phase == Phase.UPSTREAM
        && attempt.isSending()
        && !requestPaused
        && !attempt.body().hasNext()
        && !attempt.body().keeps();
  }

  /** More of the body is held: to the filters, and upstream as far as that may be. */
  private void passOn(FilterPlan filters) {
    long mine = generation;
    try {
      overLimit(filters);
      if (phase == Phase.REQUEST
          || phase == Phase.REPLIED
          || phase == Phase.ENDED
          || requestPaused
          || !showRequest(filters, mine)) {
        return;
      }
      if (phase == Phase.UPSTREAM) {
        attempt.pump();
      } else if (phase == Phase.BODY && requestEnded) {
        advance();
      }
    } catch (RuntimeException e) {
      faultIn(mine, e);
    }
  }

  private void overLimit(FilterPlan filters) {
    if (attempt.body().bytes() <= plan().bufferLimit()) {
      return;
    }
    if (attempt.body().keeps()) {
      attempt.body().forget();
    }
    if (attempt.body().bytes() > plan().bufferLimit()) {
      if (filters.wantsWholeRequest() && phase.compareTo(Phase.BODY) <= 0) {
        replyNow(LocalReply.of(Why.TOO_LARGE));
      } else {
        attempt.holdDownstream();
      }
    }
  }

  /** Shows the filters what they have not seen; returns whether the request goes on. */
  private boolean showRequest(FilterPlan filters, long mine) {
    HeldBody body = attempt.body();
    if (filters.seesRequestBody()) {
      ByteBuf piece;
      while ((piece = body.unshown()) != null) {
        body.show();
        boolean last = requestEnded && body.unshown() == null && requestTrailers == null;
        if (!show(filters, piece, last, mine)) {
          return false;
        }
      }
      if (requestEnded
          && requestTrailers == null
          && !requestEndShown
          && !show(filters, Unpooled.EMPTY_BUFFER, true, mine)) {
        return false;
      }
    }
    Fields trailers = requestTrailers;
    if (trailers != null && !requestTrailersShown) {
      requestTrailersShown = true;
      for (int i = 0; i < entered; i++) {
        enter(i);
        filters.filter(i).onRequestTrailers(trailers, this);
        if (generation != mine || phase == Phase.ENDED || phase == Phase.REPLIED) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean show(FilterPlan filters, ByteBuf piece, boolean last, long mine) {
    requestEndShown |= last;
    for (int i = 0; i < entered; i++) {
      StreamFilter filter = filters.filter(i);
      if (filter.requestBody() == StreamFilter.BodyMode.STREAM) {
        Pause before = enter(i);
        FilterStatus status = filter.onRequestBody(piece, last, this);
        if (generation != mine || phase == Phase.ENDED || phase == Phase.REPLIED) {
          return false;
        }
        if (status == FilterStatus.PAUSE) {
          requestPaused = true;
        } else {
          requestPause = before;
        }
      }
    }
    return !requestPaused;
  }

  /** The request ends with trailers. */
  void requestTrailers(Fields trailers) {
    if (phase == Phase.REPLIED || phase == Phase.ENDED) {
      return;
    }
    requestEnded = true;
    requestTrailers = KeptFields.copyOf(trailers);
    attempt.body().end();
    passOn(plan().filters());
  }

  /** Body bytes went upstream: credit for the downstream. */
  void requestPassedOn(int bytes) {
    lastByteAt = worker.now();
    connection().consumed(this, bytes);
  }

  /** A one-way request is out. */
  void sentOneWay() {
    finish(Why.OK);
  }

  // ---- pauses -------------------------------------------------------------------------------

  @Override
  public Continuation pause() {
    Pause made = new Pause(this, generation);
    if (answering) {
      responsePause = made;
    } else {
      requestPause = made;
    }
    return made;
  }

  /** A filter lets go; on the worker. */
  void resume(Pause by) {
    if (!by.isFor(generation) || phase == Phase.ENDED) {
      return;
    }
    long mine = generation;
    try {
      if (by.equals(responsePause)) {
        responsePause = null;
        response.resume();
      } else if (by.equals(requestPause)) {
        requestPause = null;
        if (requestPaused && phase != Phase.REPLIED) {
          requestPaused = false;
          goOn(mine);
        }
      }
    } catch (RuntimeException e) {
      faultIn(mine, e);
    }
  }

  private void goOn(long mine) {
    if (phase != Phase.REQUEST && !showRequest(plan().filters(), mine)) {
      return;
    }
    if (phase == Phase.UPSTREAM) {
      attempt.pump();
    } else {
      advance();
    }
  }

  /** A filter answers after a pause; on the worker. */
  void resumeWith(Pause by, LocalReply reply) {
    if (!by.isFor(generation)
        || phase == Phase.ENDED
        || !(by.equals(requestPause) || by.equals(responsePause))) {
      return;
    }
    long mine = generation;
    try {
      if (phase == Phase.REPLIED) {
        // An answer made here is on its way already: it goes on as it is.
        resume(by);
        return;
      }
      requestPause = null;
      responsePause = null;
      requestPaused = false;
      replyNow(reply);
    } catch (RuntimeException e) {
      faultIn(mine, e);
    }
  }

  @Override
  public FilterStatus reply(LocalReply reply) {
    if (phase == Phase.REPLIED) {
      // An answer made here is on its way already, and only one can be sent.
      return FilterStatus.CONTINUE;
    }
    replyNow(reply);
    return FilterStatus.PAUSE;
  }

  // ---- tries --------------------------------------------------------------------------------

  /** The next try, after a rest. */
  void repeatAfter(long nanos) {
    tryDue = Long.MAX_VALUE;
    if (nanos <= 0) {
      nextTry();
    } else {
      phase = Phase.BACKOFF;
      backoffDue = worker.now() + nanos;
      armTimer();
    }
  }

  private void nextTry() {
    phase = Phase.CHOOSE;
    advance();
  }

  private void armTry() {
    KernelRoute chosen = route;
    if (chosen != null && chosen.tryNanos() > 0) {
      tryDue = worker.now() + chosen.tryNanos();
      armTimer();
    }
  }

  void retryBudgetSpent() {
    budgetSpent = true;
  }

  /** No try is left. */
  void failed(Why why) {
    if (phase == Phase.ENDED) {
      return;
    }
    if (response.headSent() || phase == Phase.REPLIED) {
      breakOff(why);
      return;
    }
    replyNow(LocalReply.of(budgetSpent ? Why.RETRY_BUDGET : why));
  }

  /** The request cannot be said in the cluster's protocol. */
  void cannotSend(ProtocolException e) {
    replyNow(new LocalReply(e.why(), e.code(), List.of(), ""));
  }

  /** A fault of this process in the middle of a stream: no filter sees what is answered. */
  void fault(RuntimeException e) {
    connection().reportFault(e);
    if (phase == Phase.REPLIED || response.headSent()) {
      breakOff(Why.INTERNAL);
    } else {
      replyNow(LocalReply.of(Why.INTERNAL), ResponseSide.Origin.FAULT);
    }
  }

  /** The answer cannot be said in the listener's protocol; perhaps that can. */
  void cannotAnswer(ProtocolException e) {
    if (phase != Phase.REPLIED) {
      replyNow(new LocalReply(e.why(), e.code(), List.of(), ""));
      return;
    }
    breakOff(e.why());
  }

  private void breakOff(Why why) {
    failure = why;
    connection().resetDownstream(this, why);
    finish(why);
  }

  // ---- the answer ---------------------------------------------------------------------------

  void informational(ResponseHead head) {
    try {
      connection().encodeHead(this, head, false);
    } catch (ProtocolException e) {
      connection().ignoredAnswer(e);
    }
    head.release();
  }

  void responseHead(ResponseHead head, boolean last) {
    lastByteAt = worker.now();
    tryDue = Long.MAX_VALUE;
    if (head.kind() == ResponseHead.Kind.TUNNEL) {
      totalDue = Long.MAX_VALUE;
      requestEnded = false;
    }
    long mine = generation;
    try {
      response.begin(head, last, head.why(), ResponseSide.Origin.UPSTREAM);
    } catch (RuntimeException e) {
      faultIn(mine, e);
    }
  }

  void responseBody(ByteBuf owned, boolean last) {
    lastByteAt = worker.now();
    long mine = generation;
    try {
      response.body(owned, last);
    } catch (RuntimeException e) {
      faultIn(mine, e);
    }
  }

  void responseTrailers(Fields trailers) {
    long mine = generation;
    try {
      response.trailers(trailers);
    } catch (RuntimeException e) {
      faultIn(mine, e);
    }
  }

  private void faultIn(long mine, RuntimeException e) {
    if (generation == mine && phase != Phase.ENDED) {
      fault(e);
    } else {
      connection().reportFault(e);
    }
  }

  private void replyNow(LocalReply reply) {
    replyNow(reply, ResponseSide.Origin.LOCAL);
  }

  private void replyNow(LocalReply reply, ResponseSide.Origin origin) {
    if (phase == Phase.ENDED || phase == Phase.REPLIED) {
      return;
    }
    if (response.headSent()) {
      failed(reply.why());
      return;
    }
    phase = Phase.REPLIED;
    attempt.leave(reply.why());
    failure = reply.why();
    if (oneWay) {
      connection()
          .resetDownstream(this, reply.why()); // or the rest of its body would count as junk
      finish(reply.why());
      return;
    }
    response.clear();
    ServerCodec.Reply words = connection().localReply(this, reply);
    if (words == null) {
      connection().resetDownstream(this, reply.why());
      finish(reply.why());
      return;
    }
    boolean last = words.body().length == 0;
    long mine = generation;
    response.begin(words.head(), last, reply.why(), origin);
    if (!last && generation == mine && phase != Phase.ENDED) {
      response.body(Unpooled.wrappedBuffer(words.body()), true);
    }
  }

  /** The head of the answer is on its way down. */
  void answered() {
    answeredAt = worker.now();
  }

  void editResponse(ResponseHead head) {
    KernelRoute chosen = route;
    if (chosen != null) {
      chosen.responseEdits().apply(head);
    }
  }

  void responsePassedOn(int bytes) {
    attempt.responsePassedOn(bytes);
  }

  void pauseUpstream() {
    attempt.pauseUpstream();
  }

  void resumeUpstream() {
    if (!response.isPaused()) {
      attempt.resumeUpstream();
    }
  }

  // ---- the end ------------------------------------------------------------------------------

  /** The downstream side is gone: nobody to answer. */
  void clientGone(Why why) {
    if (phase != Phase.ENDED) {
      failure = why;
      finish(why);
    }
  }

  /** Ends the stream; everything it holds is given back. Once. */
  void finish(Why why) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    worker.cancel(this);
    requestPause = null;
    responsePause = null;
    Why said = failure;
    outcome = said != null ? said : why;
    endedAt = worker.now();
    FilterPlan filters = plan().filters();
    for (int i = 0; i < entered; i++) {
      inFilter = i;
      long from = clock();
      try {
        filters.filter(i).onEnd(this, this);
      } catch (RuntimeException e) {
        connection().reportFault(e);
      }
      used(i, from, generation);
      filterState[i] = null;
    }
    tellFilterTimes(filters);
    plan().metrics().ended(worker, outcome, endedAt - startedAt);
    attempt.end(outcome);
    DownstreamConnection was = connection();
    was.streamEnded(this);
    clear();
    pool.giveBack(this);
  }

  private void tellFilterTimes(FilterPlan filters) {
    long[] nanos = filterNanos;
    if (nanos != null) {
      for (int i = 0; i < entered; i++) {
        plan().metrics().filter(worker, filters.name(i), nanos[i]);
      }
      filterNanos = null;
    }
  }

  private void clear() {
    response.clear();
    RequestHead head = request;
    request = null;
    if (head != null) {
      head.release();
    }
    values.clear();
    route = null;
    requestTrailers = null;
    failure = null;
    entered = 0;
    cursor = 0;
    requestPaused = false;
    budgetSpent = false;
    requestBytes = 0;
  }

  /** Nobody can still look at it: forgets where it belonged. */
  void unlink() {
    connection = null;
    plan = null;
  }

  // ---- time ---------------------------------------------------------------------------------

  private void armTimer() {
    long next = Math.min(totalDue, Math.min(tryDue, backoffDue));
    KernelRoute chosen = route;
    long idle = chosen == null ? 0 : chosen.idleNanos();
    if (idle > 0) {
      next = Math.min(next, lastByteAt + idle);
    }
    if (next != Long.MAX_VALUE) {
      worker.schedule(this, Math.max(0, next - worker.now()));
    }
  }

  @Override
  protected void fire() {
    if (phase == Phase.ENDED) {
      return;
    }
    long now = worker.now();
    KernelRoute chosen = route;
    if (now >= totalDue) {
      attempt.leave(Why.TIMEOUT_TOTAL);
      failed(Why.TIMEOUT_TOTAL);
    } else if (now >= backoffDue) {
      backoffDue = Long.MAX_VALUE;
      armTimer();
      nextTry();
    } else if (now >= tryDue) {
      tryDue = Long.MAX_VALUE;
      armTimer();
      attempt.tryTimedOut();
    } else if (chosen != null && chosen.idleNanos() > 0 && now - lastByteAt >= chosen.idleNanos()) {
      attempt.leave(Why.TIMEOUT_IDLE);
      failed(Why.TIMEOUT_IDLE);
    } else {
      armTimer();
    }
  }

  // ---- what others ask ----------------------------------------------------------------------

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

  @Nullable KernelRoute kernelRoute() {
    return route;
  }

  long generation() {
    return generation;
  }

  long streamId() {
    return streamId;
  }

  boolean isEnded() {
    return phase == Phase.ENDED;
  }

  boolean isOneWay() {
    return oneWay;
  }

  boolean requestEnded() {
    return requestEnded;
  }

  @Nullable Fields requestTrailers() {
    return requestTrailers;
  }

  boolean responseStarted() {
    return response.started();
  }

  boolean isTunnel() {
    return response.isTunnel();
  }

  int enteredFilters() {
    return entered;
  }

  /** A filter of the answer's way is called next. */
  void enterFilter(int index) {
    inFilter = index;
    answering = true;
  }

  boolean isRequestPaused() {
    return requestPaused;
  }

  /** The name of what it waits for, for views. */
  String phaseWord() {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  long ageNanos() {
    return worker.now() - startedAt;
  }

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
    return filterState[inFilter];
  }

  @Override
  public void state(@Nullable Object state) {
    filterState[inFilter] = state;
  }

  @Override
  public <T> @Nullable T get(StreamKey<T> key) {
    return values.get(key);
  }

  @Override
  public <T> void put(StreamKey<T> key, @Nullable T value) {
    values.put(key, value);
  }

  @Override
  public Why why() {
    return outcome;
  }

  @Override
  public int code() {
    ResponseHead head = response.head();
    return head == null || !response.headSent() ? 0 : head.code();
  }

  @Override
  public @Nullable ResponseHead response() {
    return response.headSent() ? response.head() : null;
  }

  @Override
  public int attempts() {
    return attempt.tries();
  }

  @Override
  public @Nullable String cluster() {
    return attempt.clusterName();
  }

  @Override
  public long startedAtMillis() {
    return System.currentTimeMillis() - (worker.now() - startedAt) / 1_000_000;
  }

  @Override
  public long durationNanos() {
    return endedAt - startedAt;
  }

  @Override
  public long responseAfterNanos() {
    return answeredAt < 0 ? -1 : answeredAt - startedAt;
  }

  @Override
  public long poolWaitNanos() {
    return attempt.poolWaitNanos();
  }

  @Override
  public long requestBytes() {
    return requestBytes;
  }

  @Override
  public long responseBytes() {
    return response.bytes();
  }
}
