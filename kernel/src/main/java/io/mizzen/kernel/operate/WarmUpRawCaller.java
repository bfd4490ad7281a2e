package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.Dialer;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends some bytes, waits until as many have come back, and begins again. On one worker. */
final class WarmUpRawCaller implements LinkHandler {
  /** Bytes; about what a small request has. */
  private static final int LENGTH = 512;

  /** Of a connection within this process. */
  private static final int CONNECT_MILLIS = (int) TimeUnit.SECONDS.toMillis(1);

  /** Unsent bytes: never reached, since each answer is waited for. */
  private static final int BUFFER = 1 << 16;

  private final KernelWorker worker;
  private final WarmUpRound round;
  private @Nullable Link link;
  private int missing;
  private boolean over;

  WarmUpRawCaller(KernelWorker worker, WarmUpRound round) {
    this.worker = worker;
    this.round = round;
  }

  /** On the worker. */
  void begin(Dialer dialer, SocketAddress front) {
    link = dialer.dial(worker, front, CONNECT_MILLIS, BUFFER, this);
  }

  /** Makes no more; any thread. */
  void stop() {
    worker.execute(this::finish);
  }

  private void call() {
    Link open = link;
    if (over || open == null || !round.takeOne(worker.now())) {
      finish();
      return;
    }
    missing = LENGTH;
    open.write(open.allocator().buffer(LENGTH).writeZero(LENGTH));
  }

  private void finish() {
    if (!over) {
      over = true;
      round.callerDone();
      Link open = link;
      if (open != null) {
        open.close();
      }
    }
  }

  @Override
  public void onConnected() {
    call();
  }

  @Override
  public void onBytes(ByteBuf in) {
    missing -= in.readableBytes();
    in.skipBytes(in.readableBytes());
    if (missing == 0) {
      round.answered();
      call();
    }
  }

  @Override
  public void onInputClosed(ByteBuf in) {
    finish();
  }

  @Override
  public void onWritable(Writable state) {
    // See BUFFER.
  }

  @Override
  public void onClosed(End end) {
    if (!over) {
      round.failed("the connection ended");
    }
    finish();
  }
}
