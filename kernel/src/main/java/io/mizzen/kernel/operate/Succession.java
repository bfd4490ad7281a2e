package io.mizzen.kernel.operate;

import io.mizzen.kernel.restart.Handing;
import io.mizzen.kernel.restart.StatePart;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process gives its place to another one, or gets it back. Asked by any thread but the control
 * thread, on which the steps are done.
 */
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  /** A successor that does not listen must not keep this process from ending. */
  private static final long FAREWELL_SECONDS = 2;

  private final Runtime runtime;
  private final Estate estate;
  private final Scrapes scrapes;
  private final Executor control;
  private final Consumer<Operations.Phase> phases;
  // Without a successor there is nobody to say farewell to.
  private volatile CompletableFuture<Void> farewell = CompletableFuture.completedFuture(null);

  /**
   * @param control the control thread
   * @param phases told on it
   */
  Succession(
      Runtime runtime,
      Estate estate,
      Scrapes scrapes,
      Executor control,
      Consumer<Operations.Phase> phases) {
    this.runtime = runtime;
    this.estate = estate;
    this.scrapes = scrapes;
    this.control = control;
    this.phases = phases;
  }

  /** What a successor begins with. */
  List<StatePart> beginnings() {
    return CompletableFuture.supplyAsync(estate::beginnings, control).join();
  }

  /** Another process takes over: accepts nothing more, gives up services and the folder. */
  void release(Handing handing, ProcessControl.Folder folder) {
    // While everybody is served: with ten thousand clusters it takes a moment.
    scrapes.hold();
    CompletableFuture.runAsync(
            () -> {
              phases.accept(Operations.Phase.STOPPING);
              farewell = new CompletableFuture<>();
              if (handing == Handing.SOCKETS) {
                runtime.makeRoom();
              } else {
                runtime.giveUpAddresses();
              }
              folder.giveUp();
            },
            control)
        .join();
  }

  /** The other process serves: nobody needs the sockets here any more. */
  void letGo() {
    control.execute(runtime::letGo);
  }

  /**
   * The other process has died before it served.
   *
   * @return whether this one serves again
   */
  boolean takeBack(Handing handing, ProcessControl.Folder folder) {
    return CompletableFuture.supplyAsync(
            () -> {
              if (!folder.takeBack()) {
                return false;
              }
              farewell.complete(null);
              scrapes.release();
              try {
                runtime.takeRoomBack(handing);
              } catch (IOException e) {
                LOG.warn("not all of it serves again: {}", e.getMessage());
              }
              phases.accept(Operations.Phase.READY);
              return true;
            },
            control)
        .join();
  }

  /** The successor knows all that was counted here, or is gone. */
  void farewellSaid() {
    farewell.complete(null);
  }

  /** Waits for it, if there is a successor, for a while. On the control thread. */
  void awaitFarewell() {
    farewell.completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
  }
}
