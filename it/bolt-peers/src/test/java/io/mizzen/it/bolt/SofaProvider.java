package io.mizzen.it.bolt;

import com.alipay.sofa.rpc.config.ApplicationConfig;
import com.alipay.sofa.rpc.config.ProviderConfig;
import com.alipay.sofa.rpc.config.ServerConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;

/** SOFARPC's own provider of a {@link Greeter}, at a port of its own. */
public final class SofaProvider implements AutoCloseable {
  static final String UNIQUE_ID = "u1";

  private final int port = freePort();
  private final ProviderConfig<Greeter> config;

  SofaProvider(Greeter greeter) throws IOException {
    ServerConfig server =
        new ServerConfig()
            .setProtocol("bolt")
            .setBoundHost("127.0.0.1")
            .setHost("127.0.0.1")
            .setPort(port)
            .setDaemon(true);
    config =
        new ProviderConfig<Greeter>()
            .setApplication(new ApplicationConfig().setAppName("provider-app"))
            .setInterfaceId(Greeter.class.getName())
            .setRef(greeter)
            .setServer(server)
            .setUniqueId(UNIQUE_ID)
            .setRegister(false);
    config.export();
  }

  /** One that counts what {@link SofaCaller}s ask it. */
  public static SofaProvider counting(Executions executions) throws IOException {
    return new SofaProvider(new Counting(executions));
  }

  /**
   * Its end must be free between two moments; nobody else takes ports of this machine in a test.
   */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    config.unExport();
  }

  private static final class Counting extends FriendlyGreeter {
    private final Executions executions;

    Counting(Executions executions) {
      this.executions = executions;
    }

    @Override
    public Map<String, Object> echo(Map<String, Object> map) {
      ran((String) map.get(SofaCaller.CALL));
      return map;
    }

    @Override
    public void tell(String news) {
      ran(news);
    }

    private void ran(String call) {
      try {
        executions.ran(call);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the provider ends", e);
      }
    }
  }
}
