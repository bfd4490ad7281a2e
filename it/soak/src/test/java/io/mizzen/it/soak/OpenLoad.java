package io.mizzen.it.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests at fixed times over connections that are opened once and must never end. Each answer is
 * compared byte for byte, and its time counts from when its request was due: a caller that had to
 * wait does not make the figures better. One thread for all of them.
 */
final class OpenLoad implements AutoCloseable {
  private static final int READ = 256 * 1024;
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** What is said on a connection. */
  enum Speech {
    HTTP,
    BOLT_1,
    BOLT_2,
    /** Comes back as it went. */
    RAW
  }

  /** An answer: to what, when its request was due and how long it took from there, nanoseconds. */
  record Answer(Speech to, long due, long took) {}

  /** Numbers only: an object for each of a million answers would be collected while they wait. */
  private static final class Answers {
    private long[] numbers = new long[1 << 16];
    private int size;

    synchronized void add(Speech to, long due, long took) {
      if (size + 3 > numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * numbers.length);
      }
      numbers[size++] = to.ordinal();
      numbers[size++] = due;
      numbers[size++] = took;
    }

    synchronized List<Answer> all() {
      List<Answer> all = new ArrayList<>(size / 3);
      for (int i = 0; i < size; i += 3) {
        all.add(new Answer(Speech.values()[(int) numbers[i]], numbers[i + 1], numbers[i + 2]));
      }
      return all;
    }
  }

  private final Selector selector = Selector.open();
  private final List<Caller> callers = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final Answers answers = new Answers();
  private final long intervalNanos;
  private @Nullable Thread thread;
  private long keys;
  private long sent;
  private long received;
  private volatile boolean over;

  /**
   * @param perSecond requests of all connections together
   */
  OpenLoad(int perSecond) throws IOException {
    intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** Opens connections. */
  void connect(int port, Speech speech, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      callers.add(new Caller(port, speech));
    }
  }

  void start() {
    thread = Upstream.thread("open-load", this::run);
  }

  List<String> failures() {
    return failures.stream().limit(20).toList();
  }

  /** All so far. */
  List<Answer> answers() {
    return answers.all();
  }

  /** Requests that were sent; only after {@link #close}. */
  long sent() {
    return sent;
  }

  private void run() {
    long next = System.nanoTime();
    int turn = 0;
    long until = Long.MAX_VALUE;
    try {
      while (received < sent || System.nanoTime() < until) {
        long now = System.nanoTime();
        if (over && until == Long.MAX_VALUE) {
          until = now;
        }
        if (now - until > END_NANOS) {
          failures.add(sent - received + " requests were never answered");
          return;
        }
        while (!over && next <= now) {
          callers.get(turn++ % callers.size()).due(next);
          next += intervalNanos;
        }
        selector.select(Math.max(1, over ? 10 : (next - now) / 1_000_000));
        for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
          ((Caller) ready.next().attachment()).go();
          ready.remove();
        }
      }
    } catch (IOException | RuntimeException e) {
      failures.add("the load itself failed: " + e);
    }
  }

  /** Ends after the answers that are still owed. */
  @Override
  public void close() throws IOException {
    over = true;
    selector.wakeup();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (Caller caller : callers) {
      caller.channel.close();
    }
    selector.close();
  }

  private record Call(long due, byte[] expected) {}

  /** One connection. */
  private final class Caller {
    private final Speech speech;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final Map<Integer, Call> open = new HashMap<>();
    private final ByteBuffer in = ByteBuffer.allocate(READ);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private int ids;
    private boolean failed;

    Caller(int port, Speech speech) throws IOException {
      this.speech = speech;
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void due(long at) {
      waiting.add(at);
      go();
    }

    void go() {
      if (failed) {
        return;
      }
      try {
        read();
        send();
        key.interestOps(SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0));
      } catch (IOException | RuntimeException e) {
        failed = true;
        key.cancel();
        failures.add(speech + ": " + e.getMessage());
      }
    }

    private boolean mayAsk() {
      return !waiting.isEmpty()
          && !out.hasRemaining()
          && (open.isEmpty() || speech == Speech.BOLT_1 || speech == Speech.BOLT_2);
    }

    private void send() throws IOException {
      while (mayAsk()) {
        out = ByteBuffer.wrap(ask(waiting.remove()));
        sent++;
        channel.write(out);
      }
      if (out.hasRemaining()) {
        channel.write(out);
      }
    }

    private byte[] ask(long at) {
      do {
        keys++;
        // Chunks may be cut anew by the proxy, and an echo of nothing is no answer.
      } while (Http.isChunked(keys) || Payloads.of(keys).length == 0);
      byte[] content = Payloads.of(keys);
      int id = ++ids;
      return switch (speech) {
        case HTTP -> {
          open.put(0, new Call(at, Http.join(Http.ascii(Http.answerHead("A", keys)), content)));
          yield Http.request(keys);
        }
        case RAW -> {
          open.put(0, new Call(at, content));
          yield content;
        }
        case BOLT_1, BOLT_2 -> {
          Bolt.Version version = speech == Speech.BOLT_1 ? Bolt.Version.V1 : Bolt.Version.V2_SUMMED;
          open.put(id, new Call(at, Bolt.answer(version, id, "A", content)));
          yield Bolt.request(version, id, "soak", keys, content);
        }
      };
    }

    private void read() throws IOException {
      int count = channel.read(in);
      if (count < 0) {
        throw new IOException("the connection ended with " + open.size() + " answers owed");
      }
      in.flip();
      while (takeAnswer()) {
        received++;
      }
      in.compact();
    }

    private boolean takeAnswer() throws IOException {
      int id = id();
      if (!in.hasRemaining() || id < 0) {
        return false;
      }
      Call call = open.get(id);
      if (call == null) {
        throw new IOException("an answer that nobody asked for, or a second one: " + id);
      }
      int length = Math.min(in.remaining(), call.expected.length);
      int from = in.position();
      int wrong = Arrays.mismatch(in.array(), from, from + length, call.expected, 0, length);
      if (wrong >= 0) {
        throw new IOException("an answer differs at byte " + wrong + ": " + text(from, length));
      }
      if (length < call.expected.length) {
        return false;
      }
      in.position(from + length);
      open.remove(id);
      answers.add(speech, call.due, System.nanoTime() - call.due);
      return true;
    }

    private String text(int from, int length) {
      return new String(
          in.array(), from, Math.min(length, 200), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Whose answer begins here; -1 if that cannot be seen yet. */
    private int id() {
      int at =
          switch (speech) {
            case HTTP, RAW -> -1;
            case BOLT_1 -> 5;
            case BOLT_2 -> 6;
          };
      if (at < 0) {
        return 0;
      }
      return in.remaining() < at + Integer.BYTES ? -1 : in.getInt(in.position() + at);
    }
  }
}
