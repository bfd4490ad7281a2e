package io.mizzen.it.tarsthrift;

import com.qq.tars.client.Communicator;
import com.qq.tars.client.CommunicatorConfig;
import com.qq.tars.client.CommunicatorFactory;
import com.qq.tars.common.Filter;
import com.qq.tars.common.FilterKind;
import com.qq.tars.common.support.Endpoint;
import com.qq.tars.rpc.protocol.tars.support.AnalystManager;
import com.qq.tars.server.config.ConfigurationManager;
import com.qq.tars.server.config.ServantAdapterConfig;
import com.qq.tars.server.config.ServerConfig;
import com.qq.tars.server.core.AppContext;
import com.qq.tars.server.core.AppContextManager;
import com.qq.tars.server.core.ServantAdapter;
import com.qq.tars.server.core.ServantHomeSkeleton;
import java.util.LinkedHashMap;
import java.util.List;

/** A server of TarsJava without its framework, and its clients. */
final class TarsPeers {
  static final String SERVANT = "TestApp.HelloServer.HelloObj";

  /** Far more than a call takes: a time-out of a client is an answer that was lost. */
  private static final int PATIENCE_MILLIS = 60_000;

  private TarsPeers() {}

  static ServantAdapter serve(int port, HelloServant service) throws Exception {
    CommunicatorConfig clients = new CommunicatorConfig();
    ServerConfig server =
        new ServerConfig()
            .setApplication("TestApp")
            .setServerName("HelloServer")
            .setLocalIP("127.0.0.1")
            .setTcpNoDelay(true)
            .setSessionTimeOut(60_000)
            .setSessionCheckInterval(60_000)
            .setLogPath("target/tars")
            .setBasePath("target/tars")
            .setDataPath("target/tars");
    server.setCommunicatorConfig(clients);
    ServantAdapterConfig adapter =
        new ServantAdapterConfig()
            .setEndpoint(Endpoint.parseString("tcp -h 127.0.0.1 -p " + port + " -t 60000"))
            .setServant(SERVANT)
            .setMaxConns(100)
            .setQueueCap(1000)
            .setQueueTimeout(60_000)
            .setThreads(4)
            .setProtocol("tars");
    LinkedHashMap<String, ServantAdapterConfig> adapters = new LinkedHashMap<>();
    adapters.put(SERVANT, adapter);
    server.setServantAdapterConfMap(adapters);
    ConfigurationManager.getInstance().setServerConfig(server);
    ServantHomeSkeleton skeleton =
        new ServantHomeSkeleton(SERVANT, service, HelloServant.class, null, null, -1);
    AppContext context = new OneServant(skeleton);
    skeleton.setAppContext(context);
    AppContextManager.getInstance().setAppContext(context);
    AnalystManager.getInstance().registry("", HelloServant.class, SERVANT);
    ServantAdapter bound = new ServantAdapter(adapter);
    bound.bind(skeleton);
    return bound;
  }

  static HelloPrx client(int port) throws Exception {
    Communicator communicator =
        CommunicatorFactory.getInstance()
            .getCommunicator(new CommunicatorConfig().setSyncInvokeTimeout(PATIENCE_MILLIS));
    return communicator.stringToProxy(
        HelloPrx.class, SERVANT + "@tcp -h 127.0.0.1 -p " + port + " -t 60000");
  }

  /** As much of an application as a skeleton asks for. */
  private record OneServant(ServantHomeSkeleton skeleton) implements AppContext {
    @Override
    public String name() {
      return "it";
    }

    @Override
    public void init() {}

    @Override
    public void stop() {}

    @Override
    public ServantHomeSkeleton getCapHomeSkeleton(String name) {
      return skeleton;
    }

    @Override
    public List<Filter> getFilters(FilterKind kind) {
      return List.of();
    }

    @Override
    public void addFilter(FilterKind kind, Filter filter) {}
  }
}
