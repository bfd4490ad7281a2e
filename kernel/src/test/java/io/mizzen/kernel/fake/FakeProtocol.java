package io.mizzen.kernel.fake;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ClientProtocol.Mode;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of the kernel's tests: multiplexed, the same with credit for each stream, and
 * ping-pong.
 *
 * <pre>
 *   0       1         2      3       4        8        12
 *   | 0xFA  | variant | kind | flags | id     | length | payload ...
 *             'M'|'C'|'P'
 *   kinds   1 head, 2 body, 3 trailers, 4 reset, 5 drain, 6 ping, 7 pong, 8 credit
 *   flags   1 last, 2 one-way, 4 safe to repeat, 8 tunnel, 16 error, 32 informational
 *   head    lines: service or code, operation or word, then name=value ...
 * </pre>
 */
public record FakeProtocol(String type, char variant)
    implements ProtocolFactory<FakeProtocol.Serving, FakeProtocol.Calling> {
  public static final char MANY = 'M';
  public static final char CREDIT = 'C';
  public static final char TURNS = 'P';

  /** What a listener may say; 0s for no limit. */
  public record Serving(
      @Default("0s") Duration headTimeout,
      @Default("0s") Duration bodyTimeout,
      @Default("0s") Duration idleTimeout,
      @Default("100") int maxStreams,
      @Default("heavy") Level level) {}

  /** What a cluster may say. */
  public record Calling(
      @Default("100") int maxConnections,
      @Default("100") int maxPending,
      @Default("100") int maxStreams,
      @Default("0s") Duration idleTimeout,
      @Default("0") long maxRequests,
      @Nullable Duration heartbeat,
      @Nullable Mode mode) {
    Mode modeOf(char variant) {
      return mode != null ? mode : variant == TURNS ? Mode.PING_PONG : Mode.MULTIPLEX;
    }
  }

  @Override
  public String summary() {
    return "Speaks with the kernel's tests.";
  }

  @Override
  public Class<Serving> serverConfigType() {
    return Serving.class;
  }

  @Override
  public Class<Calling> clientConfigType() {
    return Calling.class;
  }

  @Override
  public ServerProtocol server(Serving config, Host host) {
    return new ServerProtocol() {
      @Override
      public Detection detect(ByteBuf first) {
        int at = first.readerIndex();
        if (first.getUnsignedByte(at) != Frame.MAGIC) {
          return Detection.NO_MATCH;
        }
        if (first.readableBytes() == 1) {
          return Detection.NEED_MORE;
        }
        return first.getByte(at + 1) == (byte) variant ? Detection.MATCH : Detection.NO_MATCH;
      }

      @Override
      public Level level() {
        return config.level();
      }

      @Override
      public ServerCodec newCodec(ConnectionInfo connection) {
        return new FakeCodec.Server(variant);
      }

      @Override
      public Limits limits() {
        return new Limits(
            config.headTimeout(),
            config.bodyTimeout(),
            config.idleTimeout(),
            Duration.ofSeconds(1),
            config.maxStreams());
      }

      @Override
      public List<byte[]> samples() {
        byte[] bare = Frame.request(variant, Frame.LAST | Frame.SAFE, 1, "warm", "echo").bytes();
        byte[] head = Frame.request(variant, 0, 1, "warm", "echo").bytes();
        byte[] body = Frame.text(variant, Frame.BODY, Frame.LAST, 1, "body").bytes();
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return List.of(bare, whole);
      }
    };
  }

  @Override
  public ClientProtocol client(Calling config, Host host) {
    return new ClientProtocol() {
      @Override
      public ClientCodec newCodec(Worker worker) {
        return new FakeCodec.Client(variant);
      }

      @Override
      public boolean translates(String protocol) {
        return Set.of("fake", "turns", "credit").contains(protocol);
      }

      @Override
      public Pool pool() {
        return new Pool(
            config.modeOf(variant),
            config.maxConnections(),
            config.maxPending(),
            config.maxStreams(),
            config.idleTimeout(),
            config.maxRequests());
      }

      @Override
      public @Nullable Heartbeat heartbeat() {
        return config.heartbeat() == null
            ? null
            : new Heartbeat(config.heartbeat(), config.heartbeat(), 1);
      }
    };
  }
}
