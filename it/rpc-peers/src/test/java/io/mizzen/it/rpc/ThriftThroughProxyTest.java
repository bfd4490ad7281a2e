package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.Forwarding;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TMultiplexedProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients and servers of the reference implementation with the proxy between them. */
class ThriftThroughProxyTest {
  /** The two encodings. */
  enum Encoding {
    BINARY(new TBinaryProtocol.Factory()),
    COMPACT(new TCompactProtocol.Factory());

    final TProtocolFactory factory;

    Encoding(TProtocolFactory factory) {
      this.factory = factory;
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void callsAreAnsweredOneAfterTheOtherAndManyAtOnce(Encoding encoding) throws Exception {
    try (Server server = new Server(encoding);
        EmbeddedProxy proxy = proxy(server.port)) {
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "caller-" + i;
        done.add(
            callers.submit(
                () -> {
                  try (TTransport transport = open(proxy.port("rpc"))) {
                    TProtocol protocol = encoding.factory.getProtocol(transport);
                    for (int call = 0; call < 50; call++) {
                      assertEquals("hi " + name, call(protocol, "sayHi", name, call));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get(20, TimeUnit.SECONDS);
      }
      callers.shutdown();
      assertEquals(400, proxy.metric("mizzen_stream_total"));
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void multiplexedServicesAreRoutedByName(Encoding encoding) throws Exception {
    try (Server server = new Server(encoding);
        EmbeddedProxy proxy =
            EmbeddedProxy.packaged(
                yaml(server.port)
                    .replace("everything, cluster", "svc, match: {service: Svc}, cluster"))) {
      try (TTransport transport = open(proxy.port("rpc"))) {
        TProtocol plain = encoding.factory.getProtocol(transport);
        assertEquals("hi a", call(new TMultiplexedProtocol(plain, "Svc"), "sayHi", "a", 1));
        TApplicationException refused =
            assertThrows(
                TApplicationException.class,
                () -> call(new TMultiplexedProtocol(plain, "Other"), "sayHi", "a", 2));
        assertEquals(TApplicationException.UNKNOWN_METHOD, refused.getType());
        assertTrue(refused.getMessage().contains("mizzen: no_route"), refused.getMessage());
        assertEquals("hi b", call(new TMultiplexedProtocol(plain, "Svc"), "sayHi", "b", 3));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void aServerThatIsGoneIsAnExceptionForTheClient(Encoding encoding) throws Exception {
    int port;
    try (Server server = new Server(encoding)) {
      port = server.port;
    }
    try (EmbeddedProxy proxy = proxy(port);
        TTransport transport = open(proxy.port("rpc"))) {
      TProtocol protocol = encoding.factory.getProtocol(transport);
      TApplicationException refused =
          assertThrows(TApplicationException.class, () -> call(protocol, "sayHi", "x", 1));
      assertEquals(TApplicationException.INTERNAL_ERROR, refused.getType());
    }
  }

  private static EmbeddedProxy proxy(int upstream) throws Exception {
    return EmbeddedProxy.packaged(yaml(upstream));
  }

  private static String yaml(int upstream) {
    return Forwarding.all("thrift", upstream);
  }

  private static TTransport open(int port) throws TException {
    TTransport transport = new TFramedTransport(new TSocket("127.0.0.1", port, 10_000));
    transport.open();
    return transport;
  }

  private static String call(TProtocol protocol, String method, String name, int sequence)
      throws TException {
    protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, sequence));
    protocol.writeStructBegin(new TStruct("args"));
    protocol.writeFieldBegin(new TField("name", TType.STRING, (short) 1));
    protocol.writeString(name);
    protocol.writeFieldEnd();
    protocol.writeFieldStop();
    protocol.writeStructEnd();
    protocol.writeMessageEnd();
    protocol.getTransport().flush();
    TMessage answer = protocol.readMessageBegin();
    if (answer.type == TMessageType.EXCEPTION) {
      TApplicationException exception = TApplicationException.readFrom(protocol);
      protocol.readMessageEnd();
      throw exception;
    }
    assertEquals(sequence, answer.seqid);
    protocol.readStructBegin();
    protocol.readFieldBegin();
    String said = protocol.readString();
    protocol.readFieldEnd();
    protocol.readFieldBegin();
    protocol.readStructEnd();
    protocol.readMessageEnd();
    return said;
  }

  /** Says hi to whoever asks, whatever it is asked. */
  private static final class Server implements AutoCloseable {
    final int port;
    private final TServer server;

    Server(Encoding encoding) throws Exception {
      TServerSocket socket = new TServerSocket(new InetSocketAddress("127.0.0.1", 0));
      port = socket.getServerSocket().getLocalPort();
      server =
          new TThreadPoolServer(
              new TThreadPoolServer.Args(socket)
                  .processor(Server::answer)
                  .protocolFactory(encoding.factory)
                  .transportFactory(new TFramedTransport.Factory()));
      Thread thread = new Thread(server::serve);
      thread.setDaemon(true);
      thread.start();
      // One that is stopped before it serves goes on for ever, and takes a processor for itself.
      while (!server.isServing()) {
        Thread.onSpinWait();
      }
    }

    private static void answer(TProtocol in, TProtocol out) throws TException {
      TMessage call = in.readMessageBegin();
      in.readStructBegin();
      in.readFieldBegin();
      String name = in.readString();
      in.readFieldEnd();
      in.readFieldBegin();
      in.readStructEnd();
      in.readMessageEnd();
      out.writeMessageBegin(new TMessage(call.name, TMessageType.REPLY, call.seqid));
      out.writeStructBegin(new TStruct("result"));
      out.writeFieldBegin(new TField("success", TType.STRING, (short) 0));
      out.writeString("hi " + name);
      out.writeFieldEnd();
      out.writeFieldStop();
      out.writeStructEnd();
      out.writeMessageEnd();
      out.getTransport().flush();
    }

    @Override
    public void close() {
      server.stop();
    }
  }
}
