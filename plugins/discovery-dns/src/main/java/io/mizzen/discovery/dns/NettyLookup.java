package io.mizzen.discovery.dns;

import io.mizzen.spi.config.HostPort;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks by Netty's resolver, which also reads the system's hosts file and search domains. Every
 * question has a socket of its own: nothing is open between questions, and a source port that
 * changes is harder to guess (RFC 5452 section 4.5).
 */
final class NettyLookup implements Lookup {
  private final EventLoop loop;
  private final String host;
  private final DnsNameResolver resolver;
  private final TtlTap ttl = new TtlTap();

  NettyLookup(DnsDiscoveryConfig config, EventLoop loop) {
    this.loop = loop;
    this.host = config.host();
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(loop)
            .datagramChannelType(NioDatagramChannel.class)
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            // For answers that are too long for a datagram.
            .socketChannelType(NioSocketChannel.class)
            .queryTimeoutMillis(config.timeout().toMillis())
            .resolveCache(ttl)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .resolvedAddressTypes(types(config.family()))
            // Or AAAA records that come after the A records would be left out.
            .completeOncePreferredResolved(false);
    if (!config.nameServers().isEmpty()) {
      builder.nameServerProvider(
          new SequentialDnsServerAddressStreamProvider(
              config.nameServers().stream().map(NettyLookup::address).toList()));
    }
    this.resolver = builder.build();
  }

  private static InetSocketAddress address(HostPort server) {
    return new InetSocketAddress(server.host(), server.port());
  }

  private static ResolvedAddressTypes types(DnsDiscoveryConfig.Family family) {
    return switch (family) {
      case V4 -> ResolvedAddressTypes.IPV4_ONLY;
      case V6 -> ResolvedAddressTypes.IPV6_ONLY;
      case ANY -> ResolvedAddressTypes.IPV4_PREFERRED;
    };
  }

  @Override
  public void ask(Consumer<Answer> answer) {
    ttl.seconds = -1;
    resolver.resolveAll(host).addListener(done -> answer.accept(answer(done)));
  }

  @SuppressWarnings("unchecked") // the future of resolveAll
  private Answer answer(Future<?> done) {
    if (done.isSuccess()) {
      List<InetAddress> addresses = (List<InetAddress>) done.getNow();
      return addresses.isEmpty()
          ? new Answer.Failed("'" + host + "' has no address")
          : new Answer.Found(List.copyOf(addresses), ttl.seconds);
    }
    Throwable cause = done.cause();
    String reason = cause == null ? "cancelled" : Objects.toString(cause.getMessage(), "");
    Throwable root = cause == null ? null : cause.getCause();
    return new Answer.Failed(
        "'"
            + host
            + "' was not found: "
            + reason
            + (root == null ? "" : " (" + root.getMessage() + ")"));
  }

  @Override
  public void later(long millis, Runnable task) {
    loop.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    resolver.close();
  }

  /** Remembers nothing but the shortest time to live of the present question. */
  private static final class TtlTap implements DnsCache {
    private long seconds = -1;

    private record Entry(@Nullable InetAddress address, @Nullable Throwable cause)
        implements DnsCacheEntry {}

    @Override
    public void clear() {
      // Nothing is kept.
    }

    @Override
    public boolean clear(String hostname) {
      return false;
    }

    @Override
    public List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
      return List.of();
    }

    @Override
    public DnsCacheEntry cache(
        String hostname,
        DnsRecord[] additionals,
        InetAddress address,
        long originalTtl,
        EventLoop loop) {
      seconds = seconds < 0 ? originalTtl : Math.min(seconds, originalTtl);
      return new Entry(address, null);
    }

    @Override
    public DnsCacheEntry cache(
        String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
      return new Entry(null, cause);
    }
  }
}
