package io.mizzen.it.tarsthrift;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.thrift.TException;
import org.apache.thrift.async.AsyncMethodCallback;
import org.apache.thrift.async.TAsyncClient;
import org.apache.thrift.async.TAsyncClientManager;
import org.apache.thrift.async.TAsyncMethodCall;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TNonblockingSocket;
import org.apache.thrift.transport.TNonblockingTransport;

/** What a generated asynchronous client would do; a connection for each call. */
final class AsyncEcho implements AutoCloseable {
  private final TAsyncClientManager manager;
  private final TProtocolFactory protocol;

  AsyncEcho(TProtocolFactory protocol) throws IOException {
    this.protocol = protocol;
    this.manager = new TAsyncClientManager();
  }

  CompletableFuture<String> call(int port, String method, String text)
      throws IOException, TException {
    CompletableFuture<String> result = new CompletableFuture<>();
    TNonblockingTransport transport = new TNonblockingSocket("127.0.0.1", port);
    AsyncMethodCallback<String> callback =
        new AsyncMethodCallback<>() {
          @Override
          public void onComplete(String answer) {
            transport.close();
            result.complete(answer);
          }

          @Override
          public void onError(Exception failure) {
            transport.close();
            result.completeExceptionally(failure);
          }
        };
    Client client = new Client(protocol, manager, transport);
    manager.call(new Call(client, protocol, transport, callback, method, text));
    return result;
  }

  private static final class Client extends TAsyncClient {
    Client(
        TProtocolFactory protocol, TAsyncClientManager manager, TNonblockingTransport transport) {
      super(protocol, manager, transport);
    }
  }

  private static final class Call extends TAsyncMethodCall<String> {
    private final TProtocolFactory protocol;
    private final String method;
    private final String text;

    Call(
        TAsyncClient client,
        TProtocolFactory protocol,
        TNonblockingTransport transport,
        AsyncMethodCallback<String> callback,
        String method,
        String text) {
      super(client, protocol, transport, callback, false);
      this.protocol = protocol;
      this.method = method;
      this.text = text;
    }

    @Override
    protected void write_args(TProtocol out) throws TException {
      out.writeMessageBegin(new TMessage(method, TMessageType.CALL, 0));
      EchoService.write(out, (short) 1, text);
      out.writeMessageEnd();
    }

    @Override
    protected String getResult() throws TException {
      TProtocol in = protocol.getProtocol(new TMemoryInputTransport(getFrameBuffer().array()));
      in.readMessageBegin();
      return EchoService.argument(in);
    }
  }

  @Override
  public void close() {
    manager.stop();
  }
}
