package io.mizzen.testkit;

import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A downstream connection from a documentation address (RFC 5737) to listener "test". */
public final class FakeConnection implements ConnectionInfo {
  private final Worker worker;
  private final Map<Fact<?>, Object> facts = new IdentityHashMap<>();
  private final SocketAddress remote;
  private final SocketAddress local;

  public FakeConnection() {
    this(new FakeWorker());
  }

  public FakeConnection(Worker worker) {
    this(worker, new InetSocketAddress("192.0.2.1", 40000), new InetSocketAddress("192.0.2.2", 80));
  }

  public FakeConnection(Worker worker, SocketAddress remote, SocketAddress local) {
    this.worker = worker;
    this.remote = remote;
    this.local = local;
  }

  @Override
  public long id() {
    return 1;
  }

  @Override
  public Worker worker() {
    return worker;
  }

  @Override
  public String listener() {
    return "test";
  }

  @Override
  public SocketAddress remote() {
    SocketAddress found = get(Fact.REMOTE);
    return found == null ? remote : found;
  }

  @Override
  public SocketAddress local() {
    SocketAddress found = get(Fact.LOCAL);
    return found == null ? local : found;
  }

  @Override
  public SocketAddress peer() {
    return remote;
  }

  @Override
  @SuppressWarnings("unchecked") // put() takes only values of the key's type
  public <T> @Nullable T get(Fact<T> fact) {
    return (T) facts.get(fact);
  }

  @Override
  public <T> void put(Fact<T> fact, T value) {
    facts.put(fact, value);
  }
}
