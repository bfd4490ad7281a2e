package io.mizzen.it.bolt;

import com.alipay.remoting.BizContext;
import com.alipay.remoting.rpc.RpcServer;
import com.alipay.remoting.rpc.protocol.SyncUserProcessor;

/** SOFABolt's own server, at a port of its own: answers every {@link Question} and counts it. */
public final class BoltProvider implements AutoCloseable {
  private final RpcServer server = new RpcServer("127.0.0.1", 0);

  public BoltProvider(Executions executions) {
    server.registerUserProcessor(new Counting(executions));
    server.startup();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.shutdown();
  }

  private static final class Counting extends SyncUserProcessor<Question> {
    private final Executions executions;

    Counting(Executions executions) {
      this.executions = executions;
    }

    @Override
    public Object handleRequest(BizContext context, Question question) throws Exception {
      executions.ran(question.text);
      return Answer.to(question);
    }

    @Override
    public String interest() {
      return Question.class.getName();
    }
  }
}
