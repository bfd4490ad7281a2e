package io.mizzen.it.tarsthrift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/** What a generated client would do. */
final class EchoClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final TFramedTransport transport;
  private final TProtocol protocol;
  private int sequence = 1000;

  EchoClient(int port, TProtocolFactory factory) throws TException {
    transport = new TFramedTransport(new TSocket("127.0.0.1", port, TIMEOUT_MILLIS));
    transport.open();
    protocol = factory.getProtocol(transport);
  }

  String call(String method, String text) throws TException {
    int id = send(method, TMessageType.CALL, text);
    TMessage answer = protocol.readMessageBegin();
    assertEquals(method, answer.name);
    assertEquals(id, answer.seqid, "the id of the call comes back");
    if (answer.type == TMessageType.EXCEPTION) {
      TApplicationException failure = TApplicationException.readFrom(protocol);
      protocol.readMessageEnd();
      throw failure;
    }
    String result = EchoService.argument(protocol);
    protocol.readMessageEnd();
    return result;
  }

  void oneWay(String method, String text) throws TException {
    send(method, TMessageType.ONEWAY, text);
  }

  private int send(String method, byte kind, String text) throws TException {
    int id = sequence++;
    protocol.writeMessageBegin(new TMessage(method, kind, id));
    EchoService.write(protocol, (short) 1, text);
    protocol.writeMessageEnd();
    transport.flush();
    return id;
  }

  @Override
  public void close() {
    transport.close();
  }
}
