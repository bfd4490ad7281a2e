package io.mizzen.it.tarsthrift;

import io.mizzen.testkit.proxy.PeerLoop;
import java.net.InetSocketAddress;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/**
 * A server in a process of its own, which says its name in every answer. Arguments: {@code tars} or
 * {@code thrift}, the name, the port.
 */
public final class KillPeer {
  private KillPeer() {}

  public static void main(String[] arguments) throws Exception {
    String name = arguments[1];
    int port = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("tars")) {
      TarsPeers.serve(port, new Named(name));
    } else {
      serveThrift(name, port);
    }
    PeerLoop.run("ready", line -> "?");
  }

  private static void serveThrift(String name, int port) throws Exception {
    TServerSocket socket = new TServerSocket(new InetSocketAddress("127.0.0.1", port));
    TThreadPoolServer server =
        new TThreadPoolServer(
            new TThreadPoolServer.Args(socket)
                .processor(new EchoService(" from " + name))
                .protocolFactory(new TBinaryProtocol.Factory())
                .transportFactory(new TFramedTransport.Factory()));
    Thread thread = new Thread(server::serve);
    thread.setDaemon(true);
    thread.start();
  }

  /** The service of Tars. */
  private record Named(String own) implements HelloServant {
    @Override
    public String hello(int no, String name) {
      return name + "#" + no + " from " + own;
    }

    @Override
    public int boom(String name) {
      throw new IllegalStateException(name);
    }
  }
}
