package io.mizzen.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service behind a proxy, on loopback and a free port, one thread per connection. What it says on
 * a connection is a few lines of the test.
 */
public final class FakeService implements AutoCloseable {
  /** What happens on one connection, until it returns or throws. */
  public interface Conversation {
    /**
     * Speaks.
     *
     * @param in what the proxy sends
     * @param out what it gets; not buffered
     */
    void with(InputStream in, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private FakeService(ServerSocket server) {
    this.server = server;
  }

  /** Starts one. */
  public static FakeService of(Conversation conversation) throws IOException {
    FakeService service =
        new FakeService(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    daemon(() -> service.accept(conversation));
    return service;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-service");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Conversation conversation) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        daemon(() -> speak(socket, conversation));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void speak(Socket socket, Conversation conversation) {
    try (socket) {
      conversation.with(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException gone) {
      // The proxy went, or the test is over: what it saw is what the test asks.
      open.remove(socket);
    }
    open.remove(socket);
  }

  /** As it stands in a configuration. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
