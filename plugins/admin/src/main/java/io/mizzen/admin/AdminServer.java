package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.mizzen.spi.operate.Service;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The API's life and its one thread. In a hot restart every door answers throughout: the socket
 * file's name is taken over in one step, a port's socket is passed on.
 */
final class AdminServer implements Service {
  private final AdminConfig config;
  private final Host host;
  private final @Nullable Token token;
  private final Callers callers;
  private @Nullable Running running;

  private record Running(EventLoopGroup loop, Doors doors) {}

  AdminServer(AdminConfig config, Host host) {
    this.config = config;
    this.host = host;
    AdminConfig.HttpConfig http = config.http();
    String file = http == null ? null : http.tokenFile();
    this.token = file == null ? null : new Token(host.resolve(file));
    this.callers = new Callers(host, token);
  }

  @Override
  public void start() throws IOException {
    start(SocketFile.Holder.NOBODY);
  }

  /** Takes the socket's name over in one step, and the sockets of ports. */
  @Override
  public void startAsSuccessor() throws IOException {
    start(SocketFile.Holder.PREDECESSOR);
  }

  private void start(SocketFile.Holder before) throws IOException {
    AdminTransport transport = AdminTransport.best();
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("mizzen-admin", true), transport.handlers());
    Doors doors = new Doors(config, host, transport, loop, callers);
    running = new Running(loop, doors);
    try {
      if (token != null) {
        token.check();
      }
      doors.open(before);
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  /** Answers itself at a name that nobody knows, in the folder nobody else may enter. */
  @Override
  public void rehearse() throws IOException {
    String name = "a" + ProcessHandle.current().pid() + ".sock";
    AdminServer shadow = new AdminServer(new AdminConfig(name, null, null), host);
    shadow.start();
    try {
      AdminRehearsal.ask(host.instanceFolder().resolve(name));
    } finally {
      shadow.stop();
    }
  }

  /**
   * The successor takes each door in its time; until then whoever comes is answered here, and told
   * that the connection ends.
   */
  @Override
  public Presence giveWay() {
    callers.sayFarewell();
    if (running != null && running.doors.pass()) {
      return Presence.ANSWERING;
    }
    stop();
    return Presence.STOPPED;
  }

  @Override
  public void stop() {
    Running was = running;
    if (was != null) {
      running = null;
      was.doors.close();
      callers.seeOff(); // the answer to "stop" is on its way
      was.loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  @Override
  public String banner() {
    return String.join(", ", addresses());
  }

  /** Where its doors are, in the order of {@link Door}; for tests. */
  List<String> addresses() {
    return running == null ? List.of() : running.doors.addresses();
  }
}
