package io.mizzen.demo;

import io.mizzen.spi.config.HostPort;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls a listener so many times a second, one after the other, on one connection. */
final class Traffic implements AutoCloseable {
  /** A call that takes longer is given up with its connection. */
  private static final int TIMEOUT_MILLIS = 3000;

  private final HostPort listener;
  private final Call call;
  private final ScheduledExecutorService thread;
  private @Nullable Socket socket;
  private @Nullable DataInputStream in;
  private int number;

  Traffic(HostPort listener, int perSecond, Call call) {
    this.listener = listener;
    this.call = call;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(Daemons.named("demo-traffic-" + listener));
    thread.scheduleAtFixedRate(
        this::once, 0, TimeUnit.SECONDS.toMicros(1) / perSecond, TimeUnit.MICROSECONDS);
  }

  private void once() {
    try {
      Socket open = socket;
      DataInputStream from = in;
      if (open == null || from == null) {
        open = new Socket();
        open.setTcpNoDelay(true);
        open.setSoTimeout(TIMEOUT_MILLIS);
        open.connect(new InetSocketAddress(listener.host(), listener.port()), TIMEOUT_MILLIS);
        from = new DataInputStream(new BufferedInputStream(open.getInputStream()));
        socket = open;
        in = from;
      }
      OutputStream out = open.getOutputStream();
      call.make(++number, from, out);
    } catch (IOException failed) {
      // The live line shows errors as the proxy counts them; here only the connection is replaced.
      drop();
    }
  }

  private void drop() {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException gone) {
        System.getLogger("demo").log(System.Logger.Level.DEBUG, "already closed", gone);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    drop();
  }
}
