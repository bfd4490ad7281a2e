package io.mizzen.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A number of connections to one address, sending at one {@link Pace}.
 *
 * <ol>
 *   <li>{@link #open} connects; requests flow at once, uncounted.
 *   <li>{@link #begin} starts a window, {@link #end} closes it and returns what it saw. Any number
 *       of times.
 *   <li>{@link #close} closes all connections.
 * </ol>
 *
 * The public methods are for any thread but the loop's.
 */
public final class Load implements AutoCloseable {
  /** Makes the calling end of a connection. */
  interface Maker {
    Client make(Load load, SocketChannel channel) throws IOException;
  }

  /**
   * Connections of a {@link Pace.Once} load that are opened at the same time; more would measure
   * the accept queue.
   */
  private static final int OPENING = 64;

  /**
   * One source address has some 28,000 ports; the next address of 127.0.0.0/8 takes over well
   * before.
   */
  private static final int PER_SOURCE = 20_000;

  private final Loop loop;
  private final InetSocketAddress target;
  private final Maker maker;
  private final int connections;
  private final Pace pace;
  private final Meter meter = new Meter();
  private final Set<Client> clients = new LinkedHashSet<>();
  private final Queue<Client> turn = new ArrayDeque<>();
  private int opened;
  private int opening;
  private int closedIdle;
  private boolean closed;
  private double intervalNanos;
  private long firstNanos;
  private long sent;

  private Load(Loop loop, InetSocketAddress target, int connections, Pace pace, Maker maker) {
    this.loop = loop;
    this.target = target;
    this.connections = connections;
    this.pace = pace;
    this.maker = maker;
  }

  /** HTTP/1.1 keep-alive, one request at a time per connection. */
  public static Load http(
      Loop loop, InetSocketAddress target, HttpExchange exchange, int connections, Pace pace) {
    HttpClient.Shared shared = new HttpClient.Shared(exchange);
    return new Load(
        loop, target, connections, pace, (load, channel) -> new HttpClient(load, channel, shared));
  }

  /** An RPC protocol, {@code exchange.outstanding()} requests at a time per connection. */
  public static Load frames(
      Loop loop, InetSocketAddress target, FrameExchange exchange, int connections, Pace pace) {
    return new Load(
        loop,
        target,
        connections,
        pace,
        (load, channel) -> new FrameClient(load, channel, exchange));
  }

  /** HTTP/2, {@code exchange.outstanding()} requests at a time per connection. */
  public static Load http2(
      Loop loop, InetSocketAddress target, Http2Exchange exchange, int connections, Pace pace) {
    return new Load(
        loop,
        target,
        connections,
        pace,
        (load, channel) -> new Http2Client(load, channel, exchange));
  }

  public void open() throws IOException {
    loop.call(
        () -> {
          if (pace instanceof Pace.Fixed fixed) {
            intervalNanos = TimeUnit.SECONDS.toNanos(1) / fixed.perSecond();
            firstNanos = System.nanoTime();
            loop.pacer(this::pace);
          }
          openMore();
          return true;
        });
  }

  /**
   * Starts a window.
   *
   * @param snapshot run on the loop right before, to read counters of the proxy at the same instant
   */
  public void begin(Runnable snapshot) throws IOException {
    loop.call(
        () -> {
          snapshot.run();
          meter.begin();
          return true;
        });
  }

  /** Ends the window, then runs {@code snapshot} on the loop. */
  public Sample end(Runnable snapshot) throws IOException {
    return loop.call(
        () -> {
          Sample sample = meter.end();
          snapshot.run();
          return sample;
        });
  }

  /** A load whose proxy gives nothing but errors. */
  public boolean hopeless() throws IOException {
    return loop.call(meter::hopeless);
  }

  /** Right answers since {@link #begin}. */
  public long answers() throws IOException {
    return loop.call(meter::answers);
  }

  /** Whether anything went wrong since the load began. */
  public boolean failed() throws IOException {
    return loop.call(meter::failed);
  }

  /** The first error since the load began, for people; "none" without one. */
  public String firstFault() throws IOException {
    return loop.call(meter::firstFault);
  }

  /** Connections that are open and have had their answer. */
  public int settled() throws IOException {
    return loop.call(
        () -> (int) clients.stream().filter(c -> c.used && c.outstanding() == 0).count());
  }

  /** Connections that the proxy closed while nothing was under way on them. */
  public int closedIdle() throws IOException {
    return loop.call(() -> closedIdle);
  }

  Loop loop() {
    return loop;
  }

  Meter meter() {
    return meter;
  }

  /** {@code client} may have room: now connected, answered or no longer blocked. */
  void ready(Client client, long nowNanos) throws IOException {
    if (closed || !client.usable()) {
      return;
    }
    if (pace instanceof Pace.Closed) {
      int room = client.room();
      for (int i = 0; i < room; i++) {
        client.add(nowNanos);
      }
      if (room > 0) {
        client.send();
      }
    } else if (pace instanceof Pace.Fixed) {
      if (!client.queued && client.room() > 0) {
        client.queued = true;
        turn.add(client);
      }
    } else if (!client.used) {
      client.used = true;
      client.add(nowNanos);
      client.send();
    } else if (client.outstanding() == 0) {
      opening--;
      openMore();
    }
  }

  void gone(Client client) {
    clients.remove(client);
    if (closed) {
      return;
    }
    if (pace instanceof Pace.Once) {
      if (client.used && client.outstanding() == 0) {
        closedIdle++;
        return;
      }
      opening--;
    }
    if (!meter.hopeless()) {
      openMore();
    }
  }

  private void openMore() {
    while (!closed
        && (pace instanceof Pace.Once
            ? opened < connections && opening < OPENING
            : clients.size() < connections)) {
      opened++;
      opening++;
      if (!openOne()) {
        return;
      }
    }
  }

  private boolean openOne() {
    @Nullable SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      if (opened > PER_SOURCE) {
        byte third = (byte) (1 + opened / PER_SOURCE);
        channel.bind(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, third, 1}), 0));
      }
      Client client = maker.make(this, channel);
      client.key = loop.register(channel, SelectionKey.OP_CONNECT, client);
      if (channel.connect(target)) {
        client.key.interestOps(SelectionKey.OP_READ);
        client.connected();
      }
      clients.add(client);
      return true;
    } catch (IOException e) {
      meter.fault(Fault.CONNECT, e.toString());
      opening--;
      discard(channel);
      return false;
    }
  }

  private static void discard(@Nullable SocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // It never was a connection, and that it failed is counted.
      return;
    }
  }

  /**
   * Sends what is due. A request that finds no room keeps its time, so that waiting counts as
   * latency.
   */
  private void pace(long nowNanos) throws IOException {
    while (true) {
      long due = firstNanos + (long) (sent * intervalNanos);
      if (due > nowNanos) {
        return;
      }
      Client client = turn.poll();
      if (client == null) {
        return;
      }
      client.queued = false;
      if (!clients.contains(client) || !client.usable() || client.room() == 0) {
        continue;
      }
      sent++;
      client.add(due);
      try {
        client.send();
      } catch (IOException e) {
        client.failed(e);
        continue;
      }
      ready(client, nowNanos);
    }
  }

  @Override
  public void close() throws IOException {
    loop.call(
        () -> {
          closed = true;
          loop.pacer(null);
          clients.forEach(Peer::closeQuietly);
          clients.clear();
          turn.clear();
          return true;
        });
  }
}
