package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.upstream.Bonds;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.kernel.upstream.PoolClient;
import io.mizzen.kernel.upstream.UpstreamConnection;
import io.mizzen.kernel.upstream.UpstreamStream;
import io.mizzen.spi.Why;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes requests up, one after the other, on one worker. */
final class WarmUpCaller implements PoolClient, UpstreamStream {
  /** So many in a row mean that it does not work: the rest would be the same. */
  private static final int MOST_FAILURES = 20;

  private final KernelWorker worker;
  private final Cluster target;
  private final ServerProtocol protocol;
  private final List<byte[]> bytes;
  private final WarmUpRound round;
  private final Bonds bonds = new Bonds(() -> {});
  private final List<WarmUpSample> samples = new ArrayList<>();
  private @Nullable ResponseHead head;
  private int next;
  private int failures;
  private boolean over;

  WarmUpCaller(
      KernelWorker worker,
      Cluster target,
      ServerProtocol protocol,
      List<byte[]> bytes,
      WarmUpRound round) {
    this.worker = worker;
    this.target = target;
    this.protocol = protocol;
    this.bytes = bytes;
    this.round = round;
  }

  /** On the worker. */
  void begin() {
    try {
      for (byte[] one : bytes) {
        samples.add(WarmUpSample.decode(one, protocol, worker));
      }
      call();
    } catch (ProtocolException e) {
      finish();
    }
  }

  /** Makes no more; any thread. */
  void stop() {
    worker.execute(this::finish);
  }

  private void call() {
    if (over || failures > MOST_FAILURES || !round.takeOne(worker.now())) {
      finish();
      return;
    }
    EndpointState endpoint = target.endpoints().get(0);
    target.on(worker).acquire(endpoint, this);
  }

  private void finish() {
    if (!over) {
      over = true;
      samples.forEach(WarmUpSample::close);
      samples.clear();
      round.callerDone();
    }
  }

  @Override
  public void onConnection(UpstreamConnection connection) {
    if (over) {
      return;
    }
    WarmUpSample sample = samples.get(next++ % samples.size());
    ByteBuf body = sample.body();
    try {
      long id = connection.open(this, sample.head(), body == null);
      if (body != null) {
        connection.body(id, body, true);
      }
    } catch (ProtocolException e) {
      fail(e.why(), "cannot be sent");
    }
  }

  @Override
  public void onNoConnection(Why why) {
    fail(why, "no connection");
  }

  @Override
  public Bonds bonds() {
    return bonds;
  }

  @Override
  public ConnectionInfo downstream() {
    throw new IllegalStateException("a warm-up speaks for nobody");
  }

  @Override
  public void onResponseHead(ResponseHead answer, boolean last) {
    release();
    head = answer;
    if (last) {
      ended();
    }
  }

  @Override
  public void onResponseBody(ByteBuf owned, boolean last) {
    owned.release();
    if (last) {
      ended();
    }
  }

  @Override
  public void onResponseTrailers(Fields trailers, Why why) {
    ended();
  }

  @Override
  public void onUpstreamEnd(Why why, Sent sent) {
    fail(why, "no answer");
  }

  @Override
  public void onUpstreamWritable(LinkHandler.Writable state) {
    // A request is smaller than any buffer.
  }

  private void ended() {
    ResponseHead answer = head;
    Why why = answer == null ? Why.UPSTREAM_ERROR : answer.why();
    int code = answer == null ? 0 : answer.code();
    release();
    if (why.equals(Why.OK)) {
      round.answered();
      failures = 0;
      call();
    } else {
      fail(why, "answer " + code);
    }
  }

  /** Goes on in another turn, so that failures do not pile up on the stack. */
  private void fail(Why why, String what) {
    release();
    round.failed(what + " (" + why.word() + ")");
    failures++;
    worker.execute(this::call);
  }

  private void release() {
    ResponseHead answer = head;
    if (answer != null) {
      head = null;
      answer.release();
    }
  }
}
