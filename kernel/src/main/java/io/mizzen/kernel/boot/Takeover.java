package io.mizzen.kernel.boot;

import io.mizzen.kernel.config.model.RuntimeConfig;
import io.mizzen.kernel.network.Transport;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.Estate;
import io.mizzen.kernel.operate.ProcessControl;
import io.mizzen.kernel.operate.Runtime;
import io.mizzen.kernel.restart.Handing;
import io.mizzen.kernel.restart.RefusedException;
import io.mizzen.kernel.restart.Successor;
import io.mizzen.kernel.telemetry.MetricsScope;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A starting process takes the place of the one that runs in its instance folder: {@link #ask},
 * {@link #open}, {@link #serving}, in this order, on the thread that starts. If the other one dies
 * on the way, whoever has the sockets goes on: nobody else is left to serve.
 */
final class Takeover implements AutoCloseable {
  /** A name server that does not answer must not keep a successor from its turn for long. */
  private static final Duration DISCOVERY_PATIENCE = Duration.ofSeconds(5);

  private final Successor successor;
  private final InstanceFolder folder;
  private final ProcessControl control;
  private final MetricsScope metrics;
  private final TakeoverReport report;

  private Takeover(
      Successor successor, InstanceFolder folder, ProcessControl control, MetricsScope metrics) {
    this.successor = successor;
    this.folder = folder;
    this.control = control;
    this.metrics = metrics;
    this.report = new TakeoverReport(successor);
  }

  /**
   * Asks the process that holds the folder.
   *
   * @param wanted the transport as it is configured
   * @return null if that process has died: the folder is this one's then
   * @throws Refusal if it does not want to, or this process cannot take what it has; it serves on
   */
  static @Nullable Takeover ask(
      InstanceFolder folder,
      Workers workers,
      RuntimeConfig.Transport wanted,
      ProcessControl control,
      MetricsScope metrics)
      throws Refusal {
    Successor asked;
    try {
      asked = Successor.ask(folder.path(), Handing.of(workers.transport().canAdopt()));
    } catch (RefusedException e) {
      throw new Refusal(Refusal.BIND, "the running mizzen refuses: " + e.getMessage());
    } catch (IOException e) {
      if (folder.takeFromDead(e)) {
        return null;
      }
      throw new Refusal(Refusal.BIND, "the running mizzen did not answer: " + e.getMessage());
    }
    if (asked == null) {
      if (folder.takeFromDead(new ConnectException("nobody answers in the instance folder"))) {
        return null;
      }
      throw new Refusal(
          Refusal.BIND,
          "a mizzen holds the instance folder "
              + folder.path()
              + ", but cannot be succeeded\n  help: stop it (mizzen stop), then start this one");
    }
    Takeover begun = new Takeover(asked, folder, control, metrics);
    if (begun.losesSockets() && wanted == RuntimeConfig.Transport.AUTO) {
      // Such as on a full disk, where the native library cannot be unpacked: nobody chose that.
      begun.close();
      throw new Refusal(
          Refusal.BIND,
          "the running mizzen hands its sockets over, but this process cannot take them: "
              + Transport.whyNoSockets()
              + "\n  help: mend that; or set runtime.transport to nio, and connections will end");
    }
    return begun;
  }

  /** Whether the other process could give more than this one can take. */
  private boolean losesSockets() {
    return successor.able() == Handing.SOCKETS && successor.handing() == Handing.ADDRESSES;
  }

  /** Opens what the blueprint asks for, with what the other process gives, which then lets go. */
  void open(Blueprint blueprint) throws IOException {
    control.estate().heirs(blueprint);
    try {
      control.runtime().inherit(report.sockets());
    } catch (IOException e) {
      openAlone(blueprint, e);
      return;
    }
    if (successor.handing() == Handing.SOCKETS) {
      openInherited(blueprint);
    } else {
      openReleased(blueprint);
    }
  }

  /** With the other's sockets: everything is open before it lets go. */
  private void openInherited(Blueprint blueprint) throws IOException {
    Runtime runtime = control.runtime();
    control.open(blueprint);
    runtime.awaitEndpoints(DISCOVERY_PATIENCE);
    inherit();
    try {
      successor.takeOver();
    } catch (IOException e) {
      if (folder.takeFromDead(e)) {
        runtime.acceptInherited();
        return;
      }
      // The sockets are the other process's: they must not end with this one.
      runtime.letGo();
      throw e;
    }
    inheritBeginnings();
    runtime.acceptInherited();
    follow();
  }

  /** Without sockets: addresses are free only when the other process has let go. */
  private void openReleased(Blueprint blueprint) throws IOException {
    try {
      successor.takeOver();
    } catch (IOException e) {
      openAlone(blueprint, e);
      return;
    }
    inheritBeginnings();
    control.open(blueprint);
    inherit();
    follow();
  }

  /** As if nobody had been there, if nobody is any more. */
  private void openAlone(Blueprint blueprint, IOException how) throws IOException {
    if (!folder.takeFromDead(how)) {
      throw how;
    }
    control.open(blueprint);
  }

  /** The other process has let go of everything but its connections, which arrive from here on. */
  private void follow() throws IOException {
    // Before the services: nobody shall see counts that went back.
    inherit();
    Estate estate = control.estate();
    successor.follow(control.runtime(), estate::take);
    control.countRestart("ok");
    report.tell(metrics);
    folder.takeReleased();
    control.succeeds(report::status, report::result);
  }

  /** Takes what has come of the other process's counts and knowledge. */
  private void inherit() {
    successor.takeState(part -> true).forEach(control.estate()::take);
  }

  /** Takes only what has to be there before the first stream; needs nothing that is open. */
  private void inheritBeginnings() {
    Estate estate = control.estate();
    successor.takeState(estate::isBeginning).forEach(estate::take);
  }

  /** This process answers for the instance. */
  void serving() {
    successor.serving();
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
