package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.proxy.Occupation;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.restart.Handing;
import io.mizzen.kernel.restart.Incumbent;
import io.mizzen.kernel.restart.Remains;
import io.mizzen.kernel.restart.StatePart;
import io.mizzen.spi.operate.Operations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** This process as its successor sees it. */
final class HandOver implements Incumbent {
  /** For a look at what workers do; a worker never takes that long for one turn. */
  private static final long PATIENCE_MILLIS = 500;

  private final ProcessControl control;
  private final Succession succession;
  private final Workers workers;
  private final StreamProxy proxy;
  private final Estate estate;
  private final ProcessControl.Folder folder;
  private volatile Handing given = Handing.SOCKETS;

  HandOver(
      ProcessControl control,
      Succession succession,
      Workers workers,
      StreamProxy proxy,
      Estate estate,
      ProcessControl.Folder folder) {
    this.control = control;
    this.succession = succession;
    this.workers = workers;
    this.proxy = proxy;
    this.estate = estate;
    this.folder = folder;
  }

  @Override
  public String objection() {
    return control.phase() == Operations.Phase.READY
        ? ""
        : "it is " + control.phase().name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public List<Listener> listeners() {
    estate.beginAnew();
    return control.runtime().listeners().stream().map(LiveListener::listener).toList();
  }

  @Override
  public List<StatePart> beginnings() {
    return succession.beginnings();
  }

  @Override
  public void release(Handing handing) {
    given = handing;
    succession.release(handing, folder);
  }

  @Override
  public void served() {
    if (given == Handing.SOCKETS) {
      succession.letGo();
    }
  }

  @Override
  public boolean takeBack() {
    return succession.takeBack(given, folder);
  }

  @Override
  public Handing handing() {
    return Handing.of(workers.transport().canAdopt());
  }

  @Override
  public List<DownstreamLink> open() {
    // A connection that was accepted last may still be on its way to its worker.
    for (KernelWorker worker : workers.all()) {
      CompletableFuture.runAsync(() -> {}, worker::execute).join();
    }
    List<DownstreamLink> all = new ArrayList<>();
    for (LiveListener live : control.runtime().allListeners()) {
      live.listener().connections().forEach(all::add);
    }
    return all;
  }

  @Override
  public void drain() {
    control.drainConnections();
  }

  @Override
  public Duration patience() {
    return control.drainMax();
  }

  @Override
  public void end() {
    control.end();
  }

  @Override
  public int connections() {
    return control.runtime().connections();
  }

  @Override
  public List<StatePart> state() {
    return estate.news();
  }

  @Override
  public Remains remains() {
    int connections = control.runtime().connections();
    Occupation busy;
    try {
      busy = proxy.occupation().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Remains.of(connections, 0, Map.of());
    } catch (ExecutionException | TimeoutException slow) {
      // A worker has other things to do; the number of connections is known all the same.
      return Remains.of(connections, 0, Map.of());
    }
    Map<String, Integer> reasons = new LinkedHashMap<>();
    reason(reasons, "idle", busy.idle());
    reason(reasons, "in a request", busy.serving());
    reason(reasons, "in a tunnel", busy.tunnels());
    reason(reasons, "raw bytes", connections - busy.connections());
    return Remains.of(connections, busy.streams(), reasons);
  }

  private static void reason(Map<String, Integer> reasons, String word, int count) {
    if (count > 0) {
      reasons.put(word, count);
    }
  }

  @Override
  public void failed(Failure how) {
    control.countRestart(how == Failure.REFUSED ? "refused" : "failed");
  }

  @Override
  public void settle() {
    control.settle();
  }

  @Override
  public void farewell() {
    succession.farewellSaid();
  }

  @Override
  public boolean isDone() {
    return control.isSettled();
  }
}
