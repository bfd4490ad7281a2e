package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.restart.Incumbent;
import io.mizzen.spi.operate.Operations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** This process as its successor sees it. */
final class HandOver implements Incumbent {
  private final ProcessControl control;
  private final Workers workers;
  private final Runnable giveUpFolder;

  HandOver(ProcessControl control, Workers workers, Runnable giveUpFolder) {
    this.control = control;
    this.workers = workers;
    this.giveUpFolder = giveUpFolder;
  }

  @Override
  public String objection() {
    if (!workers.transport().canAdopt()) {
      return "its transport, "
          + workers.transport().word()
          + ", cannot pass sockets on: drain and stop it, then start the new one";
    }
    return control.phase() == Operations.Phase.READY
        ? ""
        : "it is " + control.phase().name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public List<Listener> listeners() {
    return control.runtime().listeners().stream().map(LiveListener::listener).toList();
  }

  @Override
  public void release() {
    control.release(giveUpFolder);
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
  public boolean isDone() {
    return control.ended().isDone();
  }
}
