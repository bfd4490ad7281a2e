package io.mizzen.it.rpc;

import io.mizzen.testkit.proxy.PeerProcess;
import java.io.IOException;
import org.apache.dubbo.common.utils.NetUtils;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;
import org.apache.dubbo.rpc.service.GenericService;

/**
 * One provider and its consumers, which reach it through a proxy. Dubbo keeps to one application in
 * a process, so there is one for all tests.
 */
final class Peers {
  static final String GROUP = "g1";
  static final String VERSION = "1.0.0";

  private static int provider;
  private static int tripleProvider;

  private Peers() {}

  /** Dubbo would dial the machine's own address instead of the loopback the proxy listens at. */
  static void stayOnLoopback() throws ReflectiveOperationException {
    var field = NetUtils.class.getDeclaredField("HOST_ADDRESS");
    field.setAccessible(true);
    field.set(null, "127.0.0.1");
  }

  /** The port of the provider, which the first test starts. */
  static synchronized int provider() throws IOException {
    if (provider == 0) {
      int port = PeerProcess.freePort();
      start(port);
      provider = port;
    }
    return provider;
  }

  private static void start(int port) {
    ApplicationConfig app = new ApplicationConfig("mizzen-it");
    app.setQosEnable(false);
    app.setRegisterMode("instance");
    app.setMetadataServicePort(0);
    ProtocolConfig protocol = new ProtocolConfig("dubbo", port);
    protocol.setHost("127.0.0.1");
    ServiceConfig<Hello> config = new ServiceConfig<>();
    config.setInterface(Hello.class);
    config.setRef(new HelloService("one"));
    config.setGroup(GROUP);
    config.setVersion(VERSION);
    DubboBootstrap.getInstance()
        .application(app)
        .registry(new RegistryConfig("N/A"))
        .protocol(protocol)
        .service(config)
        .start();
  }

  /** The port at which the same service is offered by Triple. */
  static synchronized int tripleProvider() throws IOException {
    provider();
    if (tripleProvider == 0) {
      int port = PeerProcess.freePort();
      ProtocolConfig protocol = new ProtocolConfig("tri", port);
      protocol.setHost("127.0.0.1");
      ServiceConfig<Hello> config = new ServiceConfig<>();
      config.setInterface(Hello.class);
      config.setRef(new HelloService("two"));
      config.setGroup(GROUP);
      config.setVersion(VERSION);
      config.setProtocol(protocol);
      config.export();
      tripleProvider = port;
    }
    return tripleProvider;
  }

  static ReferenceConfig<Hello> tripleConsumer(int port) {
    ReferenceConfig<Hello> config = consumer(port, "");
    config.setUrl("tri://127.0.0.1:" + port);
    return config;
  }

  static ReferenceConfig<Hello> consumer(int port, String parameters) {
    ReferenceConfig<Hello> config = new ReferenceConfig<>();
    config.setInterface(Hello.class);
    config.setGroup(GROUP);
    config.setVersion(VERSION);
    common(config, port, parameters);
    return config;
  }

  static ReferenceConfig<GenericService> generic(int port) {
    ReferenceConfig<GenericService> config = new ReferenceConfig<>();
    config.setInterface(Hello.class.getName());
    config.setGroup(GROUP);
    config.setVersion(VERSION);
    config.setGeneric("true");
    common(config, port, "");
    return config;
  }

  private static void common(ReferenceConfig<?> config, int port, String parameters) {
    config.setTimeout(5000);
    config.setCheck(false);
    config.setRetries(0);
    config.setUrl("dubbo://127.0.0.1:" + port + parameters);
  }
}
