package io.mizzen.it.rpc;

import io.mizzen.it.rpc.Hello.Thing;
import io.mizzen.testkit.proxy.PeerLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.dubbo.common.Version;
import org.apache.dubbo.common.utils.NetUtils;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.MethodConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;
import org.apache.dubbo.rpc.RpcContext;
import org.apache.dubbo.rpc.service.GenericService;

/**
 * A provider or a consumer in a process of its own, on Dubbo 2.7 or 3.3: only what both have is
 * used here. Arguments: {@code provider NAME PORT} or {@code consumer PORT PARAMETERS}.
 */
public final class DubboPeer {
  private static final int PATIENCE_MILLIS = 30_000;

  private DubboPeer() {}

  public static void main(String[] arguments) throws Exception {
    // Dubbo would take the machine's own address instead of the loopback the test is on
    var field = NetUtils.class.getDeclaredField("HOST_ADDRESS");
    field.setAccessible(true);
    field.set(null, "127.0.0.1");
    DubboBootstrap dubbo = DubboBootstrap.getInstance();
    ApplicationConfig app = new ApplicationConfig("mizzen-peer");
    app.setQosEnable(false);
    dubbo.application(app).registry(new RegistryConfig("N/A"));
    if (arguments[0].equals("provider")) {
      provide(dubbo, arguments[1], Integer.parseInt(arguments[2]));
      PeerLoop.run(Version.getVersion(), line -> "?");
    } else {
      Consumer consumer = new Consumer(dubbo, arguments[1], arguments[2]);
      PeerLoop.run(Version.getVersion(), consumer::answer);
    }
  }

  private static void provide(DubboBootstrap dubbo, String name, int port) {
    ProtocolConfig protocol = new ProtocolConfig("dubbo", port);
    protocol.setHost("127.0.0.1");
    ServiceConfig<Hello> service = new ServiceConfig<>();
    service.setInterface(Hello.class);
    service.setRef(new HelloService(name));
    service.setGroup(Peers.GROUP);
    service.setVersion(Peers.VERSION);
    dubbo.protocol(protocol).service(service).start();
  }

  /** Does what a line says. */
  private static final class Consumer {
    private final String parameters;
    private final Hello hello;
    private final Hello oneWay;
    private final GenericService generic;

    Consumer(DubboBootstrap dubbo, String port, String parameters) {
      this.parameters = parameters;
      ReferenceConfig<Hello> plain = reference(port);
      ReferenceConfig<Hello> silent = reference(port);
      MethodConfig note = new MethodConfig();
      note.setName("note");
      note.setReturn(false);
      silent.setMethods(List.of(note));
      ReferenceConfig<GenericService> any = reference(port);
      any.setGeneric("true");
      dubbo.start();
      hello = plain.get();
      oneWay = silent.get();
      generic = any.get();
    }

    private <T> ReferenceConfig<T> reference(String port) {
      ReferenceConfig<T> config = new ReferenceConfig<>();
      config.setInterface(Hello.class.getName());
      config.setGroup(Peers.GROUP);
      config.setVersion(Peers.VERSION);
      config.setTimeout(PATIENCE_MILLIS);
      config.setCheck(false);
      config.setRetries(0);
      config.setUrl("dubbo://127.0.0.1:" + port + parameters);
      return config;
    }

    @SuppressWarnings("deprecation") // the one way that both versions have
    String answer(String line) throws Exception {
      int space = line.indexOf(' ');
      if (space > 0) {
        ReferenceConfig<Hello> other = reference(line.substring(space + 1));
        return other.get().later(line.substring(0, space), 60_000).get();
      }
      switch (line) {
        case "hi":
          RpcContext.getContext().setAttachment("env", "gray");
          return hello.hi("mizzen", 3);
        case "echo":
          return echo(new byte[70_000]);
        case "large":
          return echo(new byte[3_000_000]);
        case "twice":
          Thing thing = new Thing();
          thing.number = 21;
          return String.valueOf(hello.twice(thing).number);
        case "null":
          return String.valueOf(hello.nothing(new ArrayList<>()));
        case "boom":
          return hello.boom("x");
        case "later":
          return later();
        case "note":
          oneWay.note("a");
          return "done";
        case "noted":
          return String.valueOf(hello.noted());
        case "generic":
          RpcContext.getContext().setAttachment("env", "gray");
          return String.valueOf(
              generic.$invoke(
                  "hi", new String[] {"java.lang.String", "int"}, new Object[] {"generic", 2}));
        default:
          throw new IllegalArgumentException(line);
      }
    }

    private String echo(byte[] bytes) {
      Thing thing = new Thing();
      thing.name = "\u00e9\u4e2d\ud83d\ude00";
      thing.self = thing;
      List<Thing> things = new ArrayList<>(List.of(thing, new Thing(), thing));
      return hello.echo(things, new HashMap<>(Map.of("a", 1L, "b", 2.5)), bytes);
    }

    private String later() throws Exception {
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(hello.later(String.valueOf(i), 50 - i));
      }
      for (int i = 0; i < 50; i++) {
        String answer = answers.get(i).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (!answer.equals("later " + i)) {
          throw new AssertionError(answer + " for " + i);
        }
      }
      return "50 in order";
    }
  }
}
