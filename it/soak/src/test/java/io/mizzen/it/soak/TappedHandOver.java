package io.mizzen.it.soak;

import io.mizzen.it.soak.Tap.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hand-over between two processes of the built distribution, with callers at work. One of them
 * stands still at a message, and may be killed there.
 */
final class TappedHandOver implements AutoCloseable {
  private static final String YAML =
      """
      version: 1
      warmUp: {when: never}
      drain: {grace: 3s, max: 20s}
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
        - name: rpc
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: rpc}]
        - name: held
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: held}]
      OLD
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, match: {prefix: /}, cluster: web}]
        - name: rpc
          router: {type: serviceRouter}
          routes: [{match: {service: soak}, cluster: rpc}]
        - name: held
          router: {type: serviceRouter}
          routes: [{match: {service: soak}, cluster: held}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
        - {name: rpc, protocol: {type: bolt}, endpoints: ['127.0.0.1:RPC']}
        - {name: held, protocol: {type: bolt}, endpoints: ['127.0.0.1:HELD']}
      """;

  /** A listener that the next process does not have. */
  private static final String OLD =
      """
        - name: old
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]\
      """;

  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_NANOS = 10_000_000;

  /** Enough that some have moved and some have not, at the fourth. */
  private static final int CALLERS = 4;

  /** Who dies when. */
  enum Side {
    INCUMBENT,
    SUCCESSOR
  }

  /** What makes the processes say a message that not every hand-over has. */
  enum Scene {
    /** Callers who ask and are answered. */
    USUAL,
    /** One of them has a connection that the next process cannot go on with. */
    OF_A_LISTENER_THAT_GOES,
    /** A call is answered when its connection has moved. */
    ANSWERED_LATE,
    /** That answer breaks off. */
    BROKEN_OFF_LATE,
    /** Its caller has gone. */
    LEFT_ALONE,
    /** A connection with a held call, and nobody else. */
    ONLY_A_HELD_CALL,
    /** One successor is on its way, and another one asks. */
    TWO_SUCCESSORS;

    boolean hasHeldCall() {
      return this == ANSWERED_LATE
          || this == BROKEN_OFF_LATE
          || this == LEFT_ALONE
          || this == ONLY_A_HELD_CALL;
    }
  }

  private final Side tapped;
  private final Tap.Stop stop;
  private final Scene scene;
  private final KeptCallers callers = new KeptCallers();
  private final HeldCall held = new HeldCall();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final List<Beside> besides = new ArrayList<>();
  private final MizzenProcess instance;
  private final ProcessHandle incumbent;
  private final int web;
  private @Nullable Tap tap;
  private @Nullable Tap firstTap;
  private @Nullable Thread visitor;
  private volatile String visited = "nothing yet";

  /**
   * Starts the first process and its callers.
   *
   * @param tapped which side stands still at {@code stop}
   */
  TappedHandOver(Side tapped, Tap.Stop stop, Scene scene) throws Exception {
    this.tapped = tapped;
    this.stop = stop;
    this.scene = scene;
    String yaml =
        YAML.replace("WEB", String.valueOf(callers.web()))
            .replace("RPC", String.valueOf(callers.rpc()))
            .replace("HELD", String.valueOf(held.port()));
    String old = scene == Scene.OF_A_LISTENER_THAT_GOES ? OLD : "";
    instance =
        MizzenProcess.start(yaml.replace("OLD", old), tapped == Side.INCUMBENT ? Tap.OPEN : "");
    incumbent = ProcessHandle.of(instance.pid()).orElseThrow();
    web = instance.port("web");
    try {
      begin();
      Files.writeString(instance.folder().resolve("mizzen.yaml"), yaml.replace("OLD", ""));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  private void begin() throws Exception {
    if (scene != Scene.ONLY_A_HELD_CALL) {
      callers.connectHttp(web, CALLERS);
      // Calls of these may be owed answers, too: where one answer counts, it is the held one.
      callers.connectBolt(instance.port("rpc"), scene == Scene.ANSWERED_LATE ? 0 : CALLERS);
    }
    if (scene == Scene.OF_A_LISTENER_THAT_GOES) {
      Wire old = Wire.connect(instance.port("old"));
      toClose.add(old);
      callers.exchange(old);
    }
    if (scene.hasHeldCall()) {
      held.begin(instance.port("held"));
    }
    callers.awaitAnswers();
  }

  /** Starts the other process; returns when the tapped one stands still. */
  void untilItStands() throws Exception {
    if (tapped == Side.INCUMBENT) {
      tap = Tap.into(incumbent, instance::log, stop);
    }
    if (scene == Scene.TWO_SUCCESSORS) {
      Beside first = successor(Tap.WAITING);
      Tap.Stop ready = new Tap.Stop(Moment.BEFORE_SAYING, "READY", 1, "");
      Tap standing = Tap.into(first.handle(), first::log, ready);
      firstTap = standing;
      standing.awaitStop();
    }
    Beside successor = successor(tapped == Side.SUCCESSOR ? Tap.WAITING : "");
    if (tapped == Side.SUCCESSOR) {
      tap = Tap.into(successor.handle(), successor::log, stop);
    }
    if (scene.hasHeldCall() && scene != Scene.ONLY_A_HELD_CALL && isHeldOneMoved()) {
      switch (scene) {
        case ANSWERED_LATE -> held.answer();
        case BROKEN_OFF_LATE -> held.breakOff();
        default -> held.leave();
      }
    }
    tap().awaitStop();
  }

  private Beside successor(String javaOptions) throws IOException {
    Beside started =
        Beside.start(
            instance,
            MizzenProcess.HOME,
            javaOptions.isEmpty() ? "" : "export MIZZEN_JAVA_OPTS=" + javaOptions);
    besides.add(started);
    return started;
  }

  /** Waits until it has; false if the tapped process has come to its end before. */
  private boolean isHeldOneMoved() throws IOException {
    await(
        () ->
            tap().isOver()
                || instance.sum(
                        "mizzen_listener_moved_total", "listener=\"held\"", "direction=\"in\"")
                    == 1);
    // The process that could not read it before has let go of it when this is answered.
    return !tap().isOver() && held.ask();
  }

  // ---- what there is --------------------------------------------------------------------------

  Tap tap() {
    Tap present = tap;
    if (present == null) {
      throw new IllegalStateException("nothing is tapped yet");
    }
    return present;
  }

  KeptCallers callers() {
    return callers;
  }

  HeldCall held() {
    return held;
  }

  MizzenProcess instance() {
    return instance;
  }

  ProcessHandle incumbent() {
    return incumbent;
  }

  /** The one that was on its way before. */
  ProcessHandle first() {
    return besides.get(0).handle();
  }

  ProcessHandle successor() {
    return besides.get(scene == Scene.TWO_SUCCESSORS ? 1 : 0).handle();
  }

  /** Connections that can move and are not the callers'. */
  int others() {
    return scene.hasHeldCall() ? 1 : 0;
  }

  /** What must never be; empty if it was not. */
  List<String> wrong() {
    return Stream.concat(callers.wrong().stream(), held.wrong().stream()).toList();
  }

  /** For people who look for the reason of a failure. */
  String story() {
    StringBuilder story = new StringBuilder(tap().story());
    try {
      story.append('\n').append(instance.log());
      for (Beside beside : besides) {
        story.append('\n').append(beside.log());
      }
    } catch (IOException e) {
      story.append(e);
    }
    return story.toString();
  }

  // ---- what happens ---------------------------------------------------------------------------

  /** Somebody new comes from here on, and waits. */
  void visit() {
    visitor =
        Upstream.thread(
            "visitor",
            () -> {
              try (Wire wire = Wire.connect(web)) {
                callers.exchange(wire);
                visited = "";
              } catch (IOException | RuntimeException e) {
                visited = "a visitor met " + e;
              }
            });
  }

  /** Whether that one had its answer: empty, or what came instead. */
  String visited() throws InterruptedException {
    Thread thread = visitor;
    if (thread != null) {
      thread.join();
    }
    return visited;
  }

  /** Looks at all that has come of the held call. */
  void lookAtHeldOne() throws IOException {
    if (scene.hasHeldCall() && scene != Scene.LEFT_ALONE) {
      held.ask();
    }
  }

  void letTheFirstGoOn() {
    Tap standing = firstTap;
    if (standing != null) {
      standing.release();
    }
  }

  void awaitServes(ProcessHandle process) throws IOException {
    try {
      instance.awaitSuccessor(process);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; " + story(), e);
    }
  }

  /** Returns the one that serves. */
  ProcessHandle awaitServesOneOf(ProcessHandle one, ProcessHandle other) throws IOException {
    await(() -> instance.serves(one.pid()) || instance.serves(other.pid()));
    ProcessHandle serves = instance.serves(one.pid()) ? one : other;
    awaitServes(serves);
    return serves;
  }

  interface Condition {
    boolean holds() throws IOException;
  }

  void await(Condition condition) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!holds(condition)) {
      if (System.nanoTime() > until) {
        throw new IOException("it does not come about; " + story());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Between two processes nobody may be there to be asked. */
  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (IOException between) {
      return false;
    }
  }

  void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Everybody who is not needed any more goes. */
  void leave() throws Exception {
    for (AutoCloseable one : toClose) {
      one.close();
    }
    if (scene.hasHeldCall()) {
      held.leave();
    }
  }

  /** Another process takes over, or starts where none is left; it answers, and is the only one. */
  void upgradeAgain() throws Exception {
    leave();
    ProcessHandle before = ProcessHandle.of(instance.pid()).orElse(null);
    Beside next = successor("");
    awaitServes(next.handle());
    if (before != null) {
      awaitEnd(before);
    }
    try (Wire wire = Wire.connect(instance.port("web"))) {
      callers.exchange(wire);
    }
    for (ProcessHandle one : List.of(incumbent, first(), successor())) {
      if (one.isAlive()) {
        throw new IOException("process " + one.pid() + " stays behind; " + story());
      }
    }
    if (story().contains("\tat ")) {
      throw new IOException("nobody wants to read a stack trace: " + story());
    }
  }

  @Override
  public void close() throws Exception {
    close(tap);
    close(firstTap);
    for (AutoCloseable one : toClose) {
      one.close();
    }
    callers.close();
    held.close();
    incumbent.destroyForcibly();
    besides.forEach(Beside::close);
    instance.close();
  }

  private static void close(@Nullable Tap one) {
    if (one != null) {
      one.close();
    }
  }
}
