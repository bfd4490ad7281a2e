package com.acme.older;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;

/** The protocol {@code olderRpc}. */
final class OlderRpcFactory
    implements ProtocolFactory<OlderRpcConfig, OlderRpcConfig> {
  @Override
  public String type() {
    return OlderRpcHead.PROTOCOL;
  }

  @Override
  public String summary() {
    return "The protocol OlderRpc: many requests on one connection.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<OlderRpcConfig> serverConfigType() {
    return OlderRpcConfig.class;
  }

  @Override
  public Class<OlderRpcConfig> clientConfigType() {
    return OlderRpcConfig.class;
  }

  @Override
  public ServerProtocol server(OlderRpcConfig config, Host host) {
    return new Serving(config);
  }

  @Override
  public ClientProtocol client(OlderRpcConfig config, Host host) {
    return new Calling(config);
  }

  private record Serving(OlderRpcConfig config) implements ServerProtocol {
    @Override
    public Detection detect(ByteBuf first) {
      int at = first.readerIndex();
      if (first.getUnsignedByte(at) != OlderRpcFrame.MAGIC) {
        return Detection.NO_MATCH;
      }
      if (first.readableBytes() == 1) {
        return Detection.NEED_MORE;
      }
      int kind = first.getByte(at + 1);
      boolean known = kind == OlderRpcFrame.REQUEST || kind == OlderRpcFrame.PING;
      return known ? Detection.MATCH : Detection.NO_MATCH;
    }

    @Override
    public ServerCodec newCodec(ConnectionInfo connection) {
      return new OlderRpcServerCodec(config.maxFrame().bytes());
    }

    @Override
    public Limits limits() {
      Duration patience = Duration.ofSeconds(30);
      return new Limits(patience, patience, Duration.ofMinutes(5), Duration.ofSeconds(1), 1000);
    }

    /** What a process that takes over warms up with. */
    @Override
    public List<byte[]> samples() {
      byte[] request = {
        (byte) OlderRpcFrame.MAGIC, OlderRpcFrame.REQUEST, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 's'
      };
      return List.of(request);
    }
  }

  private record Calling(OlderRpcConfig config) implements ClientProtocol {
    @Override
    public ClientCodec newCodec(Worker worker) {
      return new OlderRpcClientCodec(config.maxFrame().bytes());
    }

    @Override
    public boolean translates(String protocol) {
      return protocol.equals(OlderRpcHead.PROTOCOL);
    }

    @Override
    public Pool pool() {
      return new Pool(Mode.MULTIPLEX, 64, 1024, 100, Duration.ofMinutes(1), 0);
    }

    @Override
    public Heartbeat heartbeat() {
      return new Heartbeat(Duration.ofSeconds(30), Duration.ofSeconds(5), 2);
    }
  }
}
