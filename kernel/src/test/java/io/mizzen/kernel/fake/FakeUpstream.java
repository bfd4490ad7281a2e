package io.mizzen.kernel.fake;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream of blocking sockets, a thread per connection. What it does with a request depends on
 * the operation: {@code echo} unless a test says otherwise.
 */
public final class FakeUpstream implements AutoCloseable {
  private final ServerSocket server;
  private final List<Call> open = new CopyOnWriteArrayList<>();
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  public final List<Frame> frames = new CopyOnWriteArrayList<>();
  public final AtomicInteger connections = new AtomicInteger();
  public final AtomicInteger closed = new AtomicInteger();

  /** What happens with the frames of requests of one operation. */
  public interface Behaviour {
    void on(Frame frame, Call call) throws IOException;
  }

  public FakeUpstream() {
    this(0);
  }

  public FakeUpstream(int port) {
    try {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    on("echo", FakeUpstream::echo);
    on("hold", (frame, call) -> {});
    on("close", (frame, call) -> call.end());
    on(
        "error",
        (frame, call) -> {
          if (frame.kind() == Frame.HEAD) {
            call.answer(frame, Frame.ERROR | Frame.LAST, "500\nerror");
          }
        });
    on(
        "partial",
        (frame, call) -> {
          call.answer(frame, 0, "0\npartial");
          call.body(frame, "abc", false);
          call.end();
        });
    Thread acceptor = new Thread(this::accept, "fake-upstream");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public void on(String operation, Behaviour behaviour) {
    behaviours.put(operation, behaviour);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /** Heads that came in. */
  public List<Frame> heads() {
    List<Frame> heads = new ArrayList<>();
    frames.forEach(
        frame -> {
          if (frame.kind() == Frame.HEAD) {
            heads.add(frame);
          }
        });
    return heads;
  }

  private static void echo(Frame frame, Call call) throws IOException {
    switch (frame.kind()) {
      case Frame.HEAD -> {
        if (!frame.is(Frame.ONE_WAY)) {
          call.answer(frame, frame.flags() & Frame.LAST, "0\necho");
        }
      }
      case Frame.BODY, Frame.TRAILERS -> call.send(frame);
      default -> {}
    }
  }

  private void accept() {
    try {
      while (true) {
        Call call = new Call(server.accept());
        connections.incrementAndGet();
        open.add(call);
        Thread thread = new Thread(() -> serve(call), "fake-upstream-call");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException closedNow) {
      // The test has ended it.
      return;
    }
  }

  private void serve(Call call) {
    Map<Integer, Behaviour> running = new ConcurrentHashMap<>();
    try {
      Frame frame;
      while ((frame = Frame.read(call.in)) != null) {
        frames.add(frame);
        if (frame.kind() == Frame.PING) {
          call.send(new Frame(frame.variant(), Frame.PONG, 0, frame.id(), new byte[0]));
          continue;
        }
        if (frame.kind() == Frame.HEAD) {
          running.put(frame.id(), behaviours.getOrDefault(frame.line(1), FakeUpstream::echo));
        }
        Behaviour behaviour = running.get(frame.id());
        if (behaviour != null) {
          behaviour.on(frame, call);
        }
      }
    } catch (IOException gone) {
      // Counts as closed, as any other end.
      call.broken = true;
    }
    closed.incrementAndGet();
    call.end();
  }

  /** Ends all its connections and takes no more. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Call::end);
  }

  /** One connection. */
  public static final class Call {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private volatile boolean broken;

    Call(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      this.in = new DataInputStream(socket.getInputStream());
      this.out = new BufferedOutputStream(socket.getOutputStream(), 65536);
    }

    public synchronized void send(Frame frame) throws IOException {
      out.write(frame.bytes());
      out.flush();
    }

    public void answer(Frame to, int flags, String text) throws IOException {
      send(Frame.text(to.variant(), Frame.HEAD, flags, to.id(), text));
    }

    public void body(Frame to, String text, boolean last) throws IOException {
      send(Frame.text(to.variant(), Frame.BODY, last ? Frame.LAST : 0, to.id(), text));
    }

    /** Whether it ended by an error rather than in order. */
    public boolean isBroken() {
      return broken;
    }

    public void end() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A port that nobody listens on. */
  public static int deadPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
