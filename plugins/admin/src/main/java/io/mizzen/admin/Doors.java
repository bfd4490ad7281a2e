package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.mizzen.spi.config.HostPort;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All doors of one process: the socket file and the ports. They are had one after the other and
 * opened at once, so that who asked at one in this process is not answered at another by the
 * process before, which knows less. For the control thread.
 */
final class Doors {
  private final AdminConfig config;
  private final Host host;
  private final AdminTransport transport;
  private final Acceptor acceptor;
  private final Ports ports;
  private final List<String> addresses = new ArrayList<>();
  private @Nullable SocketFile file; // null when the name is another process's
  private @Nullable SocketFile unnamed; // bound, but nobody can find it yet
  private @Nullable Channel socket;

  Doors(
      AdminConfig config,
      Host host,
      AdminTransport transport,
      EventLoopGroup loop,
      Callers callers) {
    this.config = config;
    this.host = host;
    this.transport = transport;
    this.acceptor = new Acceptor(loop, callers);
    this.ports = new Ports(host, transport, loop, acceptor);
  }

  /**
   * Has all doors and opens them.
   *
   * @param before who may still be at them
   * @throws IOException if one cannot be had, for users; what there is by then waits for {@link
   *     #close}
   */
  void open(SocketFile.Holder before) throws IOException {
    bindFile(isInInstance() ? before : SocketFile.Holder.NOBODY);
    AdminConfig.HttpConfig http = config.http();
    String rights =
        http == null || http.tokenFile() == null ? "read-only" : "read-only, full with the token";
    openPort("admin.http.bind", http == null ? null : http.bind(), Door.HTTP, rights, before);
    openPort("admin.probes", config.probes(), Door.PROBES, "probes", before);
    nameFile();
    acceptor.accept();
  }

  private void openPort(
      String key, @Nullable HostPort at, Door door, String rights, SocketFile.Holder before)
      throws IOException {
    boolean succeeds = before == SocketFile.Holder.PREDECESSOR;
    if (at != null) {
      HostPort is = succeeds ? ports.take(key, at, door) : ports.open(key, at, door);
      addresses.add(is + " (" + rights + ")");
    } else if (succeeds) {
      ports.refuse(door);
    }
  }

  /** Whoever has the instance folder may replace what is in it; elsewhere it could be anybody's. */
  private boolean isInInstance() {
    Path folder = host.instanceFolder();
    return folder.equals(folder.resolve(config.socket()).getParent());
  }

  private void bindFile(SocketFile.Holder before) throws IOException {
    SocketFile bound = SocketFile.prepare(host.instanceFolder().resolve(config.socket()), before);
    try {
      socket = acceptor.bind(transport.files(), transport.at(bound.address()), Door.SOCKET);
    } catch (IOException e) {
      bound.abandon();
      throw cannotBind(bound, e);
    }
    unnamed = bound;
    addresses.add(bound + " (full)");
  }

  private void nameFile() throws IOException {
    SocketFile bound = unnamed;
    if (bound != null) {
      try {
        bound.publish();
      } catch (IOException e) {
        throw cannotBind(bound, e);
      }
      unnamed = null;
      file = bound;
    }
  }

  private static IOException cannotBind(SocketFile file, IOException why) {
    return new IOException("cannot bind admin.socket " + file + ": " + why.getMessage(), why);
  }

  /**
   * Leaves each door to the next process, which takes it in its time. What cannot be passed on is
   * given up.
   *
   * @return whether any of them is still open
   */
  boolean pass() {
    boolean named = isInInstance();
    if (named) {
      file = null;
    } else if (socket != null) {
      socket.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
      removeFile();
    }
    boolean offered = ports.offer();
    return named || offered;
  }

  /** Shuts all that are still this process's. */
  void close() {
    ports.withdraw();
    acceptor.close();
    removeFile();
  }

  private void removeFile() {
    SocketFile named = file;
    SocketFile never = unnamed;
    file = null;
    unnamed = null;
    try {
      if (named != null) {
        named.remove();
      }
      if (never != null) {
        never.abandon();
      }
    } catch (IOException e) {
      host.logger().debug("the admin socket's file stays", e);
    }
  }

  /** Where each is and what it lets through, for the banner. */
  List<String> addresses() {
    return addresses;
  }
}
