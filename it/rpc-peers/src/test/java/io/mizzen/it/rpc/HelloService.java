package io.mizzen.it.rpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.dubbo.rpc.RpcContext;

/** The provider's side of {@link Hello}. */
public final class HelloService implements Hello {
  private final AtomicInteger notes = new AtomicInteger();
  private final String name;

  HelloService(String name) {
    this.name = name;
  }

  @Override
  @SuppressWarnings("deprecation") // the one way that Dubbo 2.7 and 3.3 have
  public String hi(String who, int times) {
    return "hi " + who + "*" + times + " " + RpcContext.getContext().getAttachment("env");
  }

  @Override
  public String echo(List<Thing> things, Map<String, Object> more, byte[] bytes) {
    return things.size() + " " + more.size() + " " + bytes.length;
  }

  @Override
  public String boom(String name) {
    throw new IllegalArgumentException("bad " + name);
  }

  @Override
  public CompletableFuture<String> later(String name, long millis) {
    return CompletableFuture.supplyAsync(
        () -> "later " + name, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  @Override
  public void note(String name) {
    notes.incrementAndGet();
  }

  @Override
  public int noted() {
    return notes.get();
  }

  @Override
  public Thing twice(Thing thing) {
    thing.number *= 2;
    thing.self = new Thing();
    return thing;
  }

  @Override
  public Map<String, Object> facts(String name) {
    Map<String, Object> facts = new java.util.LinkedHashMap<>();
    facts.put("name", name);
    facts.put("long", 1L << 40);
    facts.put("exact", new java.math.BigDecimal("1.10"));
    facts.put("half", 0.5);
    facts.put("list", List.of(1, true, "x"));
    facts.put("at", java.util.Date.from(java.time.Instant.ofEpochMilli(1_700_000_000_000L)));
    return facts;
  }

  @Override
  public byte[] turned(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return turned;
  }

  @Override
  public String greet(String who, int number) {
    return who + "#" + number + " from " + name;
  }

  @Override
  public String nothing(List<String> ignored) {
    return null;
  }
}
