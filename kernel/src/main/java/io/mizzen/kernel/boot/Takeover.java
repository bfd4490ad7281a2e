package io.mizzen.kernel.boot;

import io.mizzen.kernel.network.Arrivals;
import io.mizzen.kernel.network.InheritedSockets;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.operate.Estate;
import io.mizzen.kernel.restart.Handing;
import io.mizzen.kernel.restart.RefusedException;
import io.mizzen.kernel.restart.Remains;
import io.mizzen.kernel.restart.Successor;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** How a starting process succeeds the one that runs in its instance folder. */
final class Takeover implements AutoCloseable {
  private final Successor successor;
  private final long begin = System.nanoTime();
  private int listeners;

  private Takeover(Successor successor) {
    this.successor = successor;
  }

  /** Whether there is nobody to succeed. */
  static boolean isNobodyIn(Path folder) throws Refusal {
    return !InstanceLock.isHeld(folder);
  }

  /**
   * Asks the running process.
   *
   * @throws Refusal if it does not want to; it serves on
   * @throws IOException if it does not answer, or begins to and does not go on
   */
  static Takeover begin(Path folder, Workers workers) throws Refusal, IOException {
    try {
      Successor asked = Successor.ask(folder, Handing.of(workers.transport().canAdopt()));
      if (asked == null) {
        throw new ConnectException("nobody answers in the instance folder");
      }
      return new Takeover(asked);
    } catch (RefusedException e) {
      throw new Refusal(Refusal.BIND, "the running mizzen refuses: " + e.getMessage());
    }
  }

  /** Whether the other process could give more than this one can take. */
  boolean losesSockets() {
    return successor.able() == Handing.SOCKETS && successor.handing() == Handing.ADDRESSES;
  }

  /** What comes of the other process. */
  Handing handing() {
    return successor.handing();
  }

  InheritedSockets sockets() throws IOException {
    InheritedSockets sockets = successor.sockets();
    listeners = sockets.size();
    return sockets;
  }

  /** Takes what has come of the other process's counts and knowledge. */
  void inherit(Estate estate) {
    successor.takeState(part -> true).forEach(estate::take);
  }

  /** Takes only what has to be there before the first stream; needs nothing that is open. */
  void inheritBeginnings(Estate estate) {
    successor.takeState(estate::isBeginning).forEach(estate::take);
  }

  /** Everything is open: the other process lets go. */
  void complete() throws IOException {
    successor.takeOver();
  }

  /** The other process's connections arrive, and what it still counts, until it ends. */
  void follow(Arrivals arrivals, Estate estate) {
    inherit(estate);
    successor.follow(arrivals, estate::take);
  }

  /** This process answers for the instance. */
  void serving() {
    successor.serving();
  }

  /** What is left of the other process. Any thread. */
  Remains remains() {
    return successor.remains();
  }

  /** The same for views; empty when it is gone. Any thread. */
  Map<String, Object> status() {
    if (successor.isIncumbentGone()) {
      return Map.of();
    }
    Remains left = successor.remains();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("pid", successor.incumbent());
    tree.put("connections", left.connections());
    tree.put("requests", left.requests());
    tree.put("reasons", left.reasons());
    return tree;
  }

  /** Nanoseconds since the other process was asked. */
  long ageNanos() {
    return System.nanoTime() - begin;
  }

  /** How it went, so far or in the end. Any thread. */
  Map<String, Object> result() {
    Remains last = successor.last();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", successor.incumbent());
    tree.put("handing", successor.handing().word());
    tree.put("listeners", listeners);
    tree.put("moved", last.moved());
    tree.put("total", last.total());
    tree.put("cut", successor.isIncumbentGone() ? last.connections() : 0);
    return tree;
  }

  @Override
  public void close() {
    try {
      successor.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(Takeover.class).debug("the channel did not close", e);
    }
  }
}
