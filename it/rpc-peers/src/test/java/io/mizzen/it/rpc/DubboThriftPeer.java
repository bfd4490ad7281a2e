package io.mizzen.it.rpc;

import io.mizzen.testkit.proxy.PeerLoop;
import java.lang.reflect.Field;
import java.net.InetAddress;
import org.apache.dubbo.common.utils.NetUtils;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;

/**
 * A provider or a consumer of the protocol "thrift" on Dubbo 2.7. Arguments: {@code provider PORT}
 * or {@code consumer PORT}.
 */
public final class DubboThriftPeer {
  private static final int PATIENCE_MILLIS = 30_000;

  private DubboThriftPeer() {}

  public static void main(String[] arguments) throws Exception {
    stayOnLoopback();
    ApplicationConfig app = new ApplicationConfig("mizzen-peer");
    app.setQosEnable(false);
    RegistryConfig none = new RegistryConfig("N/A");
    int port = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("provider")) {
      ProtocolConfig protocol = new ProtocolConfig("thrift", port);
      protocol.setHost("127.0.0.1");
      ServiceConfig<Demo.Iface> service = new ServiceConfig<>();
      service.setInterface(Demo.Iface.class);
      service.setRef(new Service());
      service.setApplication(app);
      service.setRegistry(none);
      service.setProtocol(protocol);
      service.export();
      PeerLoop.run("ready", line -> "?");
    } else {
      ReferenceConfig<Demo.Iface> reference = new ReferenceConfig<>();
      reference.setInterface(Demo.Iface.class);
      reference.setTimeout(PATIENCE_MILLIS);
      reference.setCheck(false);
      reference.setRetries(0);
      reference.setUrl("thrift://127.0.0.1:" + port);
      reference.setApplication(app);
      reference.setRegistry(none);
      Demo.Iface demo = reference.get();
      PeerLoop.run("ready", line -> answer(demo, line));
    }
  }

  /** What is the machine's address to Dubbo has another name in each version. */
  private static void stayOnLoopback() throws ReflectiveOperationException {
    for (Field field : NetUtils.class.getDeclaredFields()) {
      if (field.getName().equals("LOCAL_ADDRESS")) {
        field.setAccessible(true);
        field.set(null, InetAddress.getLoopbackAddress());
      } else if (field.getName().equals("HOST_ADDRESS")) {
        field.setAccessible(true);
        field.set(null, "127.0.0.1");
      }
    }
  }

  private static String answer(Demo.Iface demo, String line) {
    int space = line.indexOf(' ');
    String text = line.substring(space + 1);
    return line.startsWith("say ") ? demo.say(text) : demo.twice(text);
  }

  /** The service. */
  private static final class Service implements Demo.Iface {
    @Override
    public String say(String name) {
      if (name.equals("boom")) {
        throw new IllegalStateException("bad " + name);
      }
      return "hi " + name;
    }

    @Override
    public String twice(String text) {
      return text + text;
    }
  }
}
