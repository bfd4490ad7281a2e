package io.mizzen.protocol.bolt;

import io.mizzen.spi.Host;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;

/** Bolt under a listener. */
final class BoltServer implements ServerProtocol {
  /**
   * After a frame that is too large has been answered, its rest is read and thrown away for so
   * long: a reset would destroy the answer on its way.
   */
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final BoltServerConfig config;
  private final Host.PerWorker<WorkerPool> pools;
  private final Limits limits;

  BoltServer(BoltServerConfig config, Host.PerWorker<WorkerPool> pools) {
    this.config = config;
    this.pools = pools;
    this.limits =
        new Limits(
            config.headTimeout(),
            config.bodyTimeout(),
            config.idleTimeout(),
            LINGER,
            config.maxStreams());
  }

  /**
   *
   *
   * <pre>
   *   01 type cmd:2        type 0, 1 or 2; cmd 0, 1, 2 or 100
   *   02 ver1 type cmd:2   ver1 1 or 2
   * </pre>
   */
  @Override
  public Detection detect(ByteBuf first) {
    int start = first.readerIndex();
    int there = first.readableBytes();
    int proto = first.getByte(start);
    if (proto != FixedHeader.V1 && proto != FixedHeader.V2) {
      return Detection.NO_MATCH;
    }
    if (proto == FixedHeader.V2
        && there > 1
        && (first.getByte(start + 1) < 1 || first.getByte(start + 1) > 2)) {
      return Detection.NO_MATCH;
    }
    if (there > proto) {
      int type = first.getByte(start + proto);
      if (type < FixedHeader.RESPONSE || type > FixedHeader.ONE_WAY) {
        return Detection.NO_MATCH;
      }
    }
    if (there > proto + 1 && first.getByte(start + proto + 1) != 0) {
      return Detection.NO_MATCH; // all commands are below 256
    }
    if (there <= proto + 2) {
      return Detection.NEED_MORE;
    }
    int command = first.getByte(start + proto + 2);
    return command >= FixedHeader.HEARTBEAT && command <= FixedHeader.RPC_RESPONSE
            || command == FixedHeader.GO_AWAY
        ? Detection.MATCH
        : Detection.NO_MATCH;
  }

  @Override
  public ServerCodec newCodec(ConnectionInfo connection) {
    return new BoltServerCodec(pools.of(connection.worker()), config);
  }

  /** A call of SOFARPC in each version, and one with a check sum. */
  @Override
  public List<byte[]> samples() {
    return List.of(Samples.v1(), Samples.v2(), Samples.v2WithCrc());
  }

  @Override
  public Limits limits() {
    return limits;
  }
}
