package io.mizzen.it.bolt;

import com.alipay.remoting.InvokeCallback;
import com.alipay.remoting.exception.RemotingException;
import com.alipay.remoting.rpc.RpcClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * SOFABolt's own client on one connection, which it would replace if it ended. For any number of
 * threads.
 */
public final class BoltCaller implements Caller {
  private final RpcClient client = new RpcClient();
  private final String address;

  /** Connects. */
  public BoltCaller(Dialect dialect, int port) throws RemotingException, InterruptedException {
    address = dialect.address(port);
    client.startup();
    client.getConnection(address, PATIENCE_MILLIS);
  }

  @Override
  public void call(Kind kind, String call) throws Exception {
    Question question = Question.of(call);
    switch (kind) {
      case SYNC -> Answer.check(question, client.invokeSync(address, question, PATIENCE_MILLIS));
      case FUTURE -> send(call).check();
      case CALLBACK -> {
        Returned returned = new Returned();
        client.invokeWithCallback(address, question, returned, PATIENCE_MILLIS);
        Answer.check(question, returned.answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
      }
      case ONE_WAY -> client.oneway(address, question);
    }
  }

  @Override
  public Pending send(String call) throws Exception {
    Question question = Question.of(call);
    var answer = client.invokeWithFuture(address, question, PATIENCE_MILLIS);
    return () -> Answer.check(question, answer.get(PATIENCE_MILLIS));
  }

  @Override
  public void close() {
    client.shutdown();
  }

  /** Keeps the answer of a call. */
  static final class Returned implements InvokeCallback {
    final CompletableFuture<Object> answer = new CompletableFuture<>();

    @Override
    public void onResponse(Object result) {
      answer.complete(result);
    }

    @Override
    public void onException(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public Executor getExecutor() {
      return null;
    }
  }
}
