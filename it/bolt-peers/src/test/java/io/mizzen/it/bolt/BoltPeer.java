package io.mizzen.it.bolt;

import com.alipay.remoting.BizContext;
import com.alipay.remoting.rpc.RpcServer;
import com.alipay.remoting.rpc.protocol.SyncUserProcessor;
import io.mizzen.testkit.proxy.PeerLoop;

/** A SOFABolt server in a process of its own. Arguments: its name, the port. */
public final class BoltPeer {
  private BoltPeer() {}

  public static void main(String[] arguments) throws Exception {
    RpcServer server = new RpcServer("127.0.0.1", Integer.parseInt(arguments[1]));
    server.registerUserProcessor(new Named(arguments[0]));
    server.startup();
    PeerLoop.run("ready", line -> "?");
  }

  private static final class Named extends SyncUserProcessor<String> {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public Object handleRequest(BizContext context, String text) {
      return text + " from " + name;
    }

    @Override
    public String interest() {
      return String.class.getName();
    }
  }
}
