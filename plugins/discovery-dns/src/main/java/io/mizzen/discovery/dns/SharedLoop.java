package io.mizzen.discovery.dns;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread for all names, while there is any. A thread for each of a thousand clusters would be
 * idle a thousand times; the workers must not wait for name servers.
 */
final class SharedLoop {
  private @Nullable EventLoopGroup group;
  private int users;

  /** The loop; each call is paired with one of {@link #release}. */
  synchronized EventLoop acquire() {
    EventLoopGroup running = group;
    if (running == null) {
      running =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("mizzen-dns", true), NioIoHandler.newFactory());
      group = running;
    }
    users++;
    return running.next();
  }

  /** Ends the thread after its last user. */
  synchronized void release() {
    EventLoopGroup running = group;
    users--;
    if (users == 0 && running != null) {
      group = null;
      // No quiet period: nobody is left to hand it work.
      running.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
