package ${package};

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

/** The protocol {@code ${type}}. */
final class ${className}Factory
    implements ProtocolFactory<${className}Config, ${className}Config> {
  @Override
  public String type() {
    return ${className}Head.PROTOCOL;
  }

  @Override
  public String summary() {
    return "The protocol ${className}: many requests on one connection.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<${className}Config> serverConfigType() {
    return ${className}Config.class;
  }

  @Override
  public Class<${className}Config> clientConfigType() {
    return ${className}Config.class;
  }

  @Override
  public ServerProtocol server(${className}Config config, Host host) {
    return new Serving(config);
  }

  @Override
  public ClientProtocol client(${className}Config config, Host host) {
    return new Calling(config);
  }

  private record Serving(${className}Config config) implements ServerProtocol {
    @Override
    public Detection detect(ByteBuf first) {
      int at = first.readerIndex();
      if (first.getUnsignedByte(at) != ${className}Frame.MAGIC) {
        return Detection.NO_MATCH;
      }
      if (first.readableBytes() == 1) {
        return Detection.NEED_MORE;
      }
      int kind = first.getByte(at + 1);
      boolean known = kind == ${className}Frame.REQUEST || kind == ${className}Frame.PING;
      return known ? Detection.MATCH : Detection.NO_MATCH;
    }

    @Override
    public ServerCodec newCodec(ConnectionInfo connection) {
      return new ${className}ServerCodec(config.maxFrame().bytes());
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
        (byte) ${className}Frame.MAGIC, ${className}Frame.REQUEST, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 's'
      };
      return List.of(request);
    }
  }

  private record Calling(${className}Config config) implements ClientProtocol {
    @Override
    public ClientCodec newCodec(Worker worker) {
      return new ${className}ClientCodec(config.maxFrame().bytes());
    }

    @Override
    public boolean translates(String protocol) {
      return protocol.equals(${className}Head.PROTOCOL);
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
