package io.mizzen.kernel.network;

import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.network.Connection;
import io.mizzen.spi.network.Fact;
import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A downstream connection: its link, its facts, and who it is for views and filters. */
public final class DownstreamLink implements Connection {
  private final long id;
  private final Link link;
  private final Listener listener;
  private final SocketAddress peer;
  private final SocketAddress socketLocal;
  private final List<Object> facts = new ArrayList<>(0);
  private final long openedAtMillis;
  private String protocol = "";
  private String chain = "";
  private @Nullable Why ending;
  private @Nullable Runnable onGone;

  DownstreamLink(long id, Link link, Listener listener, long openedAtMillis) {
    this.openedAtMillis = openedAtMillis;
    this.id = id;
    this.link = link;
    this.listener = listener;
    this.peer = link.remoteAddress();
    this.socketLocal = link.localAddress();
  }

  public Link link() {
    return link;
  }

  public Listener owner() {
    return listener;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public Worker worker() {
    return link.worker();
  }

  @Override
  public String listener() {
    return listener.name();
  }

  @Override
  public SocketAddress remote() {
    SocketAddress named = get(Fact.REMOTE);
    return named != null ? named : peer;
  }

  @Override
  public SocketAddress local() {
    SocketAddress named = get(Fact.LOCAL);
    return named != null ? named : socketLocal;
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }

  public long openedAtMillis() {
    return openedAtMillis;
  }

  /** The word of the protocol in use, empty before it is known. */
  public String protocol() {
    return protocol;
  }

  public void protocol(String word) {
    this.protocol = word;
  }

  /** The name of its filter chain, empty before it is known. */
  String chain() {
    return chain;
  }

  void chain(String name) {
    this.chain = name;
  }

  /** What to do when it is gone; once. */
  void whenGone(Runnable task) {
    onGone = task;
  }

  void gone() {
    Runnable task = onGone;
    if (task != null) {
      onGone = null;
      task.run();
    }
  }

  /**
   * What another process needs to go on with it.
   *
   * @param awaited answers that are still owed here
   * @param state of the codec
   * @return null if something is known of it that cannot be told
   */
  public @Nullable Manifest manifest(int awaited, Bytes state, List<Manifest.Socket> sockets) {
    Map<String, String> known = FactTexts.of(this);
    return known == null
        ? null
        : new Manifest(
            id, listener.name(), chain, protocol, known, openedAtMillis, awaited, state, sockets);
  }

  @Override
  @SuppressWarnings("unchecked") // put() pairs each key with its own type
  public <T> @Nullable T get(Fact<T> fact) {
    for (int i = 0; i < facts.size(); i += 2) {
      if (facts.get(i) == fact) {
        return (T) facts.get(i + 1);
      }
    }
    return null;
  }

  @Override
  public <T> void put(Fact<T> fact, T value) {
    for (int i = 0; i < facts.size(); i += 2) {
      if (facts.get(i) == fact) {
        facts.set(i + 1, value);
        return;
      }
    }
    facts.add(fact);
    facts.add(value);
  }

  @Override
  public void write(ByteBuf owned) {
    link.write(owned);
  }

  @Override
  public void close(Why why) {
    endsFor(why);
    link.close();
  }

  /** Says why it ends; the first word counts. */
  public void endsFor(Why why) {
    if (ending == null) {
      ending = why;
    }
  }

  /** Why it ended; the peer did it if nobody here said a word. */
  Why ending() {
    Why said = ending;
    return said == null ? Why.CLIENT_GONE : said;
  }
}
