package io.mizzen.kernel.proxy;

import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Continuation;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamKey;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A stream as its filters and its router see it: what they may ask, keep and demand.
 *
 * <p>The end of a pause comes in a later turn, when the object may serve another stream already:
 * {@link #generation} tells the two apart.
 */
final class FilterContext implements StreamContext {
  private final ProxyStream stream;
  private final FilterRun filters;
  private final Attempt attempt;
  private final RequestSide requestSide;
  private final ResponseSide responseSide;
  private final StreamValues values = new StreamValues();
  private long generation;

  FilterContext(
      ProxyStream stream,
      FilterRun filters,
      Attempt attempt,
      RequestSide requestSide,
      ResponseSide responseSide) {
    this.stream = stream;
    this.filters = filters;
    this.attempt = attempt;
    this.requestSide = requestSide;
    this.responseSide = responseSide;
  }

  /** Another stream begins. */
  void begin() {
    generation++;
  }

  /** The stream is over. */
  void end() {
    values.clear();
  }

  // ---- pauses -------------------------------------------------------------------------------

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
      stream.localAnswer().fault(e);
    }
  }

  /** A filter answers after a pause; on the worker, in a turn of its own. */
  void resumeWith(Pause by, LocalReply reply) {
    if (!isPause(by)) {
      return;
    }
    if (stream.isReplied()) {
      // An answer made here is on its way already: it goes on as it is.
      resume(by);
      return;
    }
    try {
      requestSide.forgetPause();
      responseSide.forgetPause();
      stream.localAnswer().give(reply);
    } catch (RuntimeException e) {
      stream.localAnswer().fault(e);
    }
  }

  private boolean isPause(Pause by) {
    return by.isFor(generation)
        && !stream.isEnded()
        && (responseSide.waitsFor(by) || requestSide.waitsFor(by));
  }

  // ---- what goes on in place of what came ---------------------------------------------------

  @Override
  public FilterStatus reply(LocalReply reply) {
    if (stream.isReplied()) {
      // An answer made here is on its way already, and only one can be sent.
      return FilterStatus.CONTINUE;
    }
    stream.localAnswer().give(reply);
    return FilterStatus.PAUSE;
  }

  @Override
  public void replaceRequest(RequestHead head, ByteBuf body) {
    if (!requestSide.mayReplace()) {
      head.release();
      body.release();
      throw new IllegalStateException("not in a phase in which a request is turned");
    }
    requestSide.replace(head, body);
  }

  @Override
  public FilterStatus replaceResponse(LocalReply answer) {
    if (stream.isReplied()) {
      return FilterStatus.CONTINUE;
    }
    if (!responseSide.mayReplace()) {
      throw new IllegalStateException("not in a phase in which an answer is turned");
    }
    stream.localAnswer().turned(answer);
    return FilterStatus.PAUSE;
  }

  @Override
  public void narrow(EndpointSelector selector) {
    attempt.narrow(selector);
  }

  // ---- facts --------------------------------------------------------------------------------

  @Override
  public long id() {
    return stream.id();
  }

  @Override
  public Worker worker() {
    return stream.worker();
  }

  @Override
  public ConnectionInfo downstream() {
    return stream.connection().info();
  }

  @Override
  public RequestHead request() {
    return stream.request();
  }

  @Override
  public @Nullable Route route() {
    return stream.route();
  }

  @Override
  public @Nullable Endpoint endpoint() {
    return attempt.endpoint();
  }

  // ---- what filters keep --------------------------------------------------------------------

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
