package io.mizzen.filter.accesslog;

import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.Continuation;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamKey;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSelector;
import io.mizzen.testkit.FakeConnection;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;

/** A stream that has ended, and its outcome. All values may be changed by a test. */
final class FakeStream implements StreamContext, Outcome {
  Why why = Why.OK;
  int code = 200;
  int attempts = 1;
  long responseAfter = 1_500_000;
  String operation = "/a?b=\"c\"";
  String routeName = "api";
  boolean hasEndpoint = true;
  boolean hasResponse = true;
  long id = 77;
  final Map<String, String> requestFields = new HashMap<>();
  private final Worker worker;
  private final ConnectionInfo connection;
  private final Head request = new Head();
  private final Answer response = new Answer();
  private final Member target = new Member();
  private final Rule rule = new Rule();

  FakeStream(Worker worker) {
    this.worker = worker;
    this.connection = new FakeConnection(worker);
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public ConnectionInfo downstream() {
    return connection;
  }

  @Override
  public RequestHead request() {
    return request;
  }

  @Override
  public Route route() {
    return routeName == null ? null : rule;
  }

  @Override
  public Endpoint endpoint() {
    return hasEndpoint ? target : null;
  }

  @Override
  public Why why() {
    return why;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public ResponseHead response() {
    return hasResponse ? response : null;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  @Override
  public String cluster() {
    return hasEndpoint ? "orders" : null;
  }

  @Override
  public long startedAtMillis() {
    return 1_795_263_601_123L;
  }

  @Override
  public long durationNanos() {
    return 2_345_678;
  }

  @Override
  public long responseAfterNanos() {
    return responseAfter;
  }

  @Override
  public long poolWaitNanos() {
    return 0;
  }

  @Override
  public long requestBytes() {
    return 10;
  }

  @Override
  public long responseBytes() {
    return 1024;
  }

  @Override
  public Continuation pause() {
    throw new IllegalStateException("over");
  }

  @Override
  public FilterStatus reply(LocalReply reply) {
    throw new IllegalStateException("over");
  }

  @Override
  public void replaceRequest(RequestHead head, ByteBuf body) {
    throw new AssertionError("an access log turns nothing");
  }

  @Override
  public FilterStatus replaceResponse(LocalReply answer) {
    throw new AssertionError("an access log turns nothing");
  }

  @Override
  public void narrow(EndpointSelector selector) {
    throw new IllegalStateException("over");
  }

  @Override
  public Object state() {
    return null;
  }

  @Override
  public void state(Object state) {}

  @Override
  public <T> T get(StreamKey<T> key) {
    return null;
  }

  @Override
  public <T> void put(StreamKey<T> key, T value) {}

  private final class Rule implements Route {
    @Override
    public String name() {
      return routeName;
    }

    @Override
    public Target target() {
      return Target.CLUSTER;
    }

    @Override
    public String table() {
      return "web";
    }

    @Override
    public int index() {
      return 0;
    }

    @Override
    public String place() {
      return "";
    }
  }

  private static final class Member implements Endpoint {
    @Override
    public String address() {
      return "10.0.0.1:80";
    }

    @Override
    public int weight() {
      return 1;
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    public Gate gate() {
      return Gate.OPEN;
    }
  }

  private abstract class Message implements MessageHead {
    @Override
    public String protocol() {
      return "fake";
    }

    @Override
    public long bodyLength() {
      return 0;
    }

    @Override
    public void release() {}

    @Override
    public CharSequence get(CharSequence name) {
      return requestFields.get(name.toString());
    }

    @Override
    public void forEach(Visitor visitor) {}

    @Override
    public void set(CharSequence name, CharSequence value) {}

    @Override
    public void add(CharSequence name, CharSequence value) {}

    @Override
    public void remove(CharSequence name) {}
  }

  private final class Head extends Message implements RequestHead {
    @Override
    public CharSequence service() {
      return "com.acme.Orders";
    }

    @Override
    public CharSequence operation() {
      return operation;
    }

    @Override
    public CharSequence verb() {
      return "";
    }

    @Override
    public boolean rewriteService(CharSequence service) {
      return false;
    }

    @Override
    public boolean rewriteOperation(CharSequence operation) {
      return false;
    }

    @Override
    public Exchange exchange() {
      return Exchange.ANSWERED;
    }

    @Override
    public long timeoutMillis() {
      return 0;
    }

    @Override
    public Repeat repeat() {
      return Repeat.SAFE;
    }
  }

  private final class Answer extends Message implements ResponseHead {
    @Override
    public int code() {
      return code;
    }

    @Override
    public Why why() {
      return new Why("ok", Status.OK, "Fine.");
    }

    @Override
    public Kind kind() {
      return Kind.FINAL;
    }
  }
}
