package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.alipay.sofa.rpc.api.future.SofaResponseFuture;
import com.alipay.sofa.rpc.common.RpcConstants;
import com.alipay.sofa.rpc.config.ApplicationConfig;
import com.alipay.sofa.rpc.config.ConsumerConfig;
import com.alipay.sofa.rpc.core.exception.SofaRpcException;
import com.alipay.sofa.rpc.core.invoke.SofaResponseCallback;
import com.alipay.sofa.rpc.core.request.RequestBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * SOFARPC's own consumers, one for each way to call; they connect again where they must. One thread
 * calls; any other may send.
 */
public final class SofaCaller implements Caller {
  /** Where the name of a call stands in what is sent. */
  static final String CALL = "call";

  /** Of words, each of several bytes; so that some are read in pieces. */
  private static final int LONGEST = 3_000;

  private final Map<Kind, ConsumerConfig<Greeter>> configs = new EnumMap<>(Kind.class);
  private final Map<Kind, Greeter> greeters = new EnumMap<>(Kind.class);
  private final BlockingQueue<Object> returned = new LinkedBlockingQueue<>();

  /** Connects. */
  public SofaCaller(int port) {
    for (Kind kind : Kind.values()) {
      ConsumerConfig<Greeter> config =
          config(port, SofaProvider.UNIQUE_ID)
              .setTimeout(PATIENCE_MILLIS)
              .setConnectTimeout(PATIENCE_MILLIS)
              .setInvokeType(type(kind));
      if (kind == Kind.CALLBACK) {
        config.setOnReturn(new Returned(returned));
      }
      configs.put(kind, config);
      greeters.put(kind, config.refer());
    }
  }

  /** What any consumer of the service begins with. */
  static ConsumerConfig<Greeter> config(int port, String uniqueId) {
    return new ConsumerConfig<Greeter>()
        .setApplication(new ApplicationConfig().setAppName("caller-app"))
        .setInterfaceId(Greeter.class.getName())
        .setUniqueId(uniqueId)
        .setRepeatedReferLimit(-1)
        .setProtocol("bolt")
        .setRegister(false)
        .setSubscribe(false)
        .setDirectUrl("bolt://127.0.0.1:" + port + "?appName=provider-app");
  }

  private static String type(Kind kind) {
    return switch (kind) {
      case SYNC -> RpcConstants.INVOKER_TYPE_SYNC;
      case FUTURE -> RpcConstants.INVOKER_TYPE_FUTURE;
      case CALLBACK -> RpcConstants.INVOKER_TYPE_CALLBACK;
      case ONE_WAY -> RpcConstants.INVOKER_TYPE_ONEWAY;
    };
  }

  @Override
  public void call(Kind kind, String call) throws Exception {
    Map<String, Object> facts = facts(call);
    Greeter greeter = greeters.get(kind);
    switch (kind) {
      case SYNC -> assertEquals(facts, greeter.echo(facts));
      case FUTURE -> send(call).check();
      case CALLBACK -> {
        greeter.echo(facts);
        assertEquals(facts, returned.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
      }
      case ONE_WAY -> greeter.tell(call);
    }
  }

  @Override
  public Pending send(String call) {
    Map<String, Object> facts = facts(call);
    greeters.get(Kind.FUTURE).echo(facts);
    Future<?> answer = SofaResponseFuture.getFuture(true);
    return () -> assertEquals(facts, answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** What is sent and comes back; all of it follows from the name. */
  private static Map<String, Object> facts(String call) {
    int number = Math.floorMod(call.hashCode() * 31, LONGEST);
    Map<String, Object> facts = new HashMap<>();
    facts.put(CALL, call);
    facts.put("text", "\u4f60\u597d ".repeat(number));
    facts.put("number", (long) number << 31);
    facts.put("list", new ArrayList<>(Collections.nCopies(number % 7, number)));
    return facts;
  }

  @Override
  public void close() {
    configs.values().forEach(ConsumerConfig::unRefer);
  }

  /**
   * Keeps answers, and failures as if they were some.
   *
   * @param into each in the order it comes
   */
  record Returned(BlockingQueue<Object> into) implements SofaResponseCallback<Object> {
    @Override
    public void onAppResponse(Object response, String method, RequestBase request) {
      into.add(response);
    }

    @Override
    public void onAppException(Throwable failure, String method, RequestBase request) {
      into.add(failure);
    }

    @Override
    public void onSofaException(SofaRpcException failure, String method, RequestBase request) {
      into.add(failure);
    }
  }
}
