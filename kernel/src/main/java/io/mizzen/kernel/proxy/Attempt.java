package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.stream.HeldBody;
import io.mizzen.kernel.upstream.Bonds;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.kernel.upstream.Pick;
import io.mizzen.kernel.upstream.PoolClient;
import io.mizzen.kernel.upstream.UpstreamConnection;
import io.mizzen.kernel.upstream.UpstreamStream;
import io.mizzen.kernel.upstream.WorkerCluster;
import io.mizzen.spi.Why;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.upstream.EndpointSelector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The upstream half of a stream: tries, one after the other, to get an answer from an endpoint of
 * its cluster. Between two tries it keeps what was sent of the body, within a bound.
 *
 * <pre>
 *   pick endpoint ─▶ endpoint filters ─▶ wait for a connection ─▶ send ─▶ answer
 *        ▲                                      │                  │
 *        └──────────── back off ◀───────────────┴──────────────────┘ failed, may be repeated
 * </pre>
 */
final class Attempt implements PoolClient, UpstreamStream {
  private static final long NO_STREAM = Long.MIN_VALUE;

  private final ProxyStream stream;
  private final Pick pick = new Pick();
  private final HeldBody body;
  private final BackPressure pressure;
  private final Repetition repetition;
  private @Nullable WorkerCluster cluster;
  private @Nullable EndpointState endpoint;
  private @Nullable UpstreamConnection connection;
  private long id = NO_STREAM;
  private int tries;
  private boolean waiting;
  private boolean reused;
  private boolean endSent;
  // The answer has begun well, and its end may know better: this try is not counted yet.
  private boolean uncounted;
  private long waitingSince;
  private long waited;

  Attempt(ProxyStream stream, HeldBody body, BackPressure pressure) {
    this.stream = stream;
    this.body = body;
    this.pressure = pressure;
    this.repetition = new Repetition(stream, body);
  }

  void begin(RequestHead head) {
    pick.begin(head);
  }

  void narrow(EndpointSelector selector) {
    pick.narrow(selector);
  }

  @Nullable EndpointState endpoint() {
    return endpoint;
  }

  @Nullable String clusterName() {
    return cluster == null ? null : cluster.cluster().name();
  }

  int tries() {
    return tries;
  }

  long poolWaitNanos() {
    return waited;
  }

  boolean isSending() {
    return id != NO_STREAM;
  }

  // ---- one try ------------------------------------------------------------------------------

  /** Takes a place in the cluster; returns false if it has all requests it may have. */
  boolean enter(Cluster target) {
    WorkerCluster mine = target.on(stream.worker());
    if (!mine.begin()) {
      return false;
    }
    cluster = mine;
    return true;
  }

  /** Chooses the endpoint of the next try; null if there is none. */
  @Nullable EndpointState choose() {
    WorkerCluster mine = cluster;
    if (mine == null) {
      return null;
    }
    EndpointState chosen = mine.boundTo(this);
    if (chosen == null) {
      chosen = mine.pick(pick);
    }
    if (chosen == null && pick.avoidsTried()) {
      pick.allowTried();
      chosen = mine.pick(pick);
    }
    endpoint = chosen;
    return chosen;
  }

  /** Asks for a connection to the chosen endpoint. */
  void connect() {
    WorkerCluster mine = cluster;
    EndpointState chosen = endpoint;
    if (mine == null || chosen == null) {
      throw new IllegalStateException("no endpoint chosen");
    }
    tries++;
    waiting = true;
    waitingSince = stream.worker().now();
    mine.acquire(chosen, this);
  }

  @Override
  public ConnectionInfo downstream() {
    return stream.connection().info();
  }

  @Override
  public Bonds bonds() {
    return stream.connection().bonds();
  }

  @Override
  public void onConnection(UpstreamConnection ready) {
    waiting = false;
    waited += stream.worker().now() - waitingSince;
    reused = ready.requests() > 0;
    connection = ready;
    boolean last = body.isExhausted();
    try {
      id = ready.open(this, stream.outgoing(), last);
    } catch (ProtocolException e) {
      connection = null;
      stream.localAnswer().cannotSend(e);
      return;
    }
    pressure.attach(ready, id);
    if (last) {
      endIsSent();
    } else {
      pump();
    }
  }

  @Override
  public void onNoConnection(Why why) {
    waiting = false;
    waited += stream.worker().now() - waitingSince;
    failed(why, Sent.NOTHING);
  }

  /** Sends what is held of the body, and its end. */
  void pump() {
    UpstreamConnection open = connection;
    if (open == null || id == NO_STREAM || stream.isRequestPaused()) {
      return;
    }
    ByteBuf piece;
    while ((piece = body.poll()) != null) {
      int length = piece.readableBytes();
      boolean last = body.isExhausted();
      open.body(id, piece, last);
      stream.requestPassedOn(length);
      if (last) {
        endIsSent();
        return;
      }
    }
    if (body.ended() && !endSent) {
      Fields trailers = body.trailers();
      if (trailers != null) {
        open.trailers(id, trailers);
      } else {
        open.body(id, Unpooled.EMPTY_BUFFER, true);
      }
      endIsSent();
      return;
    }
    if (body.bytes() == 0) {
      pressure.releaseDownstreamIfTaken();
    }
    holdDownstreamIfFull();
  }

  private void endIsSent() {
    endSent = true;
    if (stream.isOneWay()) {
      id = NO_STREAM;
    }
    stream.requestSent();
  }

  /** The connection that nothing but a tunnel's bytes are on, now or soon; null if it is not so. */
  @Nullable UpstreamConnection rawConnection() {
    UpstreamConnection open = connection;
    if (open == null || id == NO_STREAM) {
      return null;
    }
    return switch (open.restState()) {
      case RAW, BUSY -> open;
      case AT_REST, NEVER -> null;
    };
  }

  /** Whether all of the request is out. */
  boolean isEndSent() {
    return endSent;
  }

  /** A piece of body that nothing has to hold back. */
  void send(ByteBuf owned, boolean last) {
    UpstreamConnection open = connection;
    if (open == null) {
      owned.release();
      return;
    }
    int length = owned.readableBytes();
    open.body(id, owned, last);
    stream.requestPassedOn(length);
    if (last) {
      endIsSent();
      return;
    }
    holdDownstreamIfFull();
  }

  private void holdDownstreamIfFull() {
    if (!body.ended()) {
      pressure.holdDownstreamIfFull();
    }
  }

  @Override
  public void onUpstreamWritable(LinkHandler.Writable state) {
    if (state == LinkHandler.Writable.AGAIN) {
      pressure.releaseDownstreamIfTaken();
      stream.upstreamTakesAgain();
    } else {
      holdDownstreamIfFull();
    }
  }

  // ---- answers ------------------------------------------------------------------------------

  @Override
  public void onResponseHead(ResponseHead head, boolean last) {
    if (head.kind() == ResponseHead.Kind.INFORMATIONAL) {
      stream.informational(head);
      return;
    }
    if (!head.why().equals(Why.OK) && mayRepeat(head.why(), Sent.PERHAPS)) {
      Why why = head.why();
      count(why);
      head.release();
      if (last) {
        answered();
      } else {
        leave(why);
      }
      repeat();
      return;
    }
    if (last) {
      answered();
    }
    if (head.kind() == ResponseHead.Kind.TUNNEL) {
      endSent = false;
    }
    body.forget();
    if (last || !head.why().equals(Why.OK)) {
      count(head.why());
    } else {
      uncounted = true;
    }
    stream.responseHead(head, last);
  }

  @Override
  public void onResponseBody(ByteBuf owned, boolean last) {
    if (last) {
      settle(Why.OK);
      answered();
    }
    stream.responseBody(owned, last);
  }

  @Override
  public void onResponseTrailers(Fields trailers, Why why) {
    settle(why);
    answered();
    stream.responseTrailers(trailers, why);
  }

  @Override
  public void onUpstreamEnd(Why why, Sent sent) {
    forgetConnection();
    failed(why, sent);
  }

  /**
   * The answer is complete; a request that is not has nowhere to go any more. The other direction
   * of a tunnel goes on.
   */
  private void answered() {
    if (stream.isTunnel() && !endSent) {
      return;
    }
    UpstreamConnection open = connection;
    long was = id;
    forgetConnection();
    if (open != null && !endSent) {
      open.reset(was, Why.OK);
    }
  }

  // ---- failure ------------------------------------------------------------------------------

  /** This try is over without an answer: another one, or the end. */
  void failed(Why why, Sent sent) {
    count(why);
    if (mayRepeat(why, sent)) {
      repeat();
    } else {
      stream.localAnswer().failed(why);
    }
  }

  /** The time for one try is up. */
  void timedOut() {
    leave(Why.TIMEOUT_TRY);
    failed(Why.TIMEOUT_TRY, Sent.PERHAPS);
  }

  private boolean mayRepeat(Why why, Sent sent) {
    return repetition.allows(why, sent, cluster, tries, reused);
  }

  /** What to say when no try is left after that failure. */
  Why lastWord(Why why) {
    return repetition.lastWord(why);
  }

  private void repeat() {
    EndpointState failed = endpoint;
    if (failed != null) {
      pick.tried(failed);
    }
    pressure.goesUpAgain(body.rewind());
    endSent = false;
    stream.repeatAfter(repetition.restNanos(tries));
  }

  private void forgetConnection() {
    pressure.detach();
    id = NO_STREAM;
    connection = null;
  }

  /** Gives the present try up: out of the queue, or off the connection. */
  void leave(Why why) {
    EndpointState chosen = endpoint;
    if (waiting && cluster != null && chosen != null) {
      waiting = false;
      cluster.cancel(chosen, this);
    }
    UpstreamConnection open = connection;
    long was = id;
    forgetConnection();
    if (open != null && was != NO_STREAM) {
      open.reset(was, why);
    }
  }

  /** The answer whose head was good has come to an end. */
  private void settle(Why result) {
    if (uncounted) {
      count(result);
    }
  }

  /** Each try is counted once, with the last word about it. */
  private void count(Why result) {
    uncounted = false;
    WorkerCluster mine = cluster;
    if (mine != null) {
      mine.attempted(result);
    }
  }

  /** The stream is over. */
  void end(Why why) {
    settle(why);
    leave(why);
    repetition.end();
    if (cluster != null) {
      cluster.end();
    }
    cluster = null;
    endpoint = null;
    tries = 0;
    reused = false;
    endSent = false;
    waited = 0;
  }
}
