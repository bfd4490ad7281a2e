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

  @Override
  public String hi(String name, int times) {
    return "hi " + name + "*" + times + " " + RpcContext.getServerAttachment().getAttachment("env");
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
}
