package io.mizzen.it.soak;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.Field;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a process says to the other one of a hand-over and hears from it, as its debugger sees it:
 * the product has no door for tests. The whole process stands still at each message; at one of them
 * it stays so until it is killed or released.
 */
final class Tap implements AutoCloseable {
  /** For {@code MIZZEN_JAVA_OPTS}; the system finds the port, the JVM's first line tells it. */
  static final String OPEN =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

  /** The same for a process that begins only when it is tapped, so that nothing is missed. */
  static final String WAITING = OPEN.replace("suspend=n", "suspend=y");

  private static final Pattern PORT =
      Pattern.compile("Listening for transport dt_socket at address: (?:.*:)?(\\d+)");

  /** The start of a JVM and all before a message, on a machine that builds other things beside. */
  private static final long PATIENCE_SECONDS = 180;

  private static final long LOOK_NANOS = 5_000_000;

  private static final String PACKAGE = "io.mizzen.kernel.restart.";
  private static final String MESSAGE = PACKAGE + "Message";
  private static final String KIND = MESSAGE + "$Kind";
  private static final String CHANNEL = PACKAGE + "ControlChannel";

  /** The method that turns bytes that came into a message. */
  private static final String DECODE = "decode";

  private static final byte RETURN = (byte) 0xb1;

  /** When, seen from one message. */
  enum Moment {
    /** No byte of it is out. */
    BEFORE_SAYING("before it says"),
    /** The system has all of it. */
    AFTER_SAYING("after it has said"),
    /** Nothing was done about it. */
    AFTER_HEARING("after it has heard");

    final String words;

    Moment(String words) {
      this.words = words;
    }
  }

  /** A message that went by. */
  private record Seen(Moment moment, String kind) {}

  /**
   * Where to stop.
   *
   * @param nth of its kind
   * @param behind another kind that must have gone by before; "" for none
   */
  record Stop(Moment moment, String kind, int nth, String behind) {}

  private final ProcessHandle process;
  private final VirtualMachine machine;
  private final Stop stop;
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Set<String> kinds = new ConcurrentSkipListSet<>();
  private final Set<String> prepared = new ConcurrentSkipListSet<>();
  private final CompletableFuture<EventSet> stopped = new CompletableFuture<>();
  private int met; // of the thread that watches

  /** Text that a process has written so far. */
  interface Log {
    String text() throws IOException;
  }

  private Tap(ProcessHandle process, VirtualMachine machine, Stop stop) {
    this.process = process;
    this.machine = machine;
    this.stop = stop;
  }

  /** Taps a process that was started with one of the options above. */
  static Tap into(ProcessHandle process, Log log, Stop stop) throws IOException {
    Tap tap = new Tap(process, attach(port(process, log)), stop);
    // The request first: a class that comes in between is met twice rather than not at all.
    for (String name : List.of(MESSAGE, KIND, CHANNEL)) {
      ClassPrepareRequest request = tap.machine.eventRequestManager().createClassPrepareRequest();
      request.addClassFilter(name);
      request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
      request.enable();
    }
    for (String name : List.of(MESSAGE, KIND, CHANNEL)) {
      tap.machine.classesByName(name).stream()
          .filter(ReferenceType::isPrepared)
          .forEach(tap::prepare);
    }
    Upstream.thread("tap-" + process.pid(), tap::watch);
    return tap;
  }

  private static int port(ProcessHandle process, Log log) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (process.isAlive() && System.nanoTime() < until) {
      Matcher port = PORT.matcher(log.text());
      // With the end of its line, or it may be half of a number.
      if (port.find() && port.end() < log.text().length()) {
        return Integer.parseInt(port.group(1));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IOException("no debugger can come to it:\n" + log.text());
  }

  private static VirtualMachine attach(int port) throws IOException {
    AttachingConnector sockets =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(one -> one.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = sockets.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(String.valueOf(port));
    try {
      return sockets.attach(arguments);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IOException(e);
    }
  }

  // ---- on the thread that watches -------------------------------------------------------------

  private void watch() {
    try {
      while (true) {
        EventSet events = machine.eventQueue().remove();
        boolean here = false;
        for (Event event : events) {
          if (event instanceof ClassPrepareEvent loaded) {
            prepare(loaded.referenceType());
          } else if (event instanceof BreakpointEvent at) {
            here |= isStop(at);
          }
        }
        if (here && stopped.complete(events)) {
          continue;
        }
        events.resume();
      }
    } catch (VMDisconnectedException gone) {
      stopped.completeExceptionally(new EOFException("it has ended before"));
    } catch (InterruptedException | IncompatibleThreadStateException | RuntimeException e) {
      stopped.completeExceptionally(e);
    }
  }

  private synchronized void prepare(ReferenceType type) {
    if (!prepared.add(type.name())) {
      return;
    }
    switch (type.name()) {
      case KIND ->
          type.fields().stream().filter(Field::isEnumConstant).map(Field::name).forEach(kinds::add);
      case MESSAGE -> {
        stand(method(type, "encode").location(), Moment.BEFORE_SAYING);
        stand(end(method(type, "<init>")), Moment.AFTER_HEARING);
      }
      default -> {
        stand(end(method(type, "send")), Moment.AFTER_SAYING);
        stand(end(method(type, "say")), Moment.AFTER_SAYING);
      }
    }
  }

  private static Method method(ReferenceType type, String name) {
    List<Method> named =
        type.methodsByName(name).stream().filter(one -> one.declaringType().equals(type)).toList();
    if (named.size() != 1) {
      throw new IllegalStateException(
          type.name() + " has " + named.size() + " methods " + name + ": tell the tap which");
    }
    return named.get(0);
  }

  /** The last instruction, of a method that returns nothing there. */
  private static Location end(Method method) {
    byte[] code = method.bytecodes();
    Location last = method.locationOfCodeIndex(code.length - 1);
    if (code[code.length - 1] != RETURN || last == null) {
      throw new IllegalStateException(method + " does not return at its end: tell the tap where");
    }
    return last;
  }

  private void stand(Location where, Moment moment) {
    BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(where);
    request.putProperty(Moment.class, moment);
    request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
    request.enable();
  }

  private boolean isStop(BreakpointEvent at) throws IncompatibleThreadStateException {
    Moment moment = (Moment) at.request().getProperty(Moment.class);
    StackFrame frame = at.thread().frame(0);
    if (moment == Moment.AFTER_HEARING
        && !at.thread().frame(1).location().method().name().equals(DECODE)) {
      return false; // made here, to be said
    }
    ObjectReference message =
        moment == Moment.AFTER_SAYING
            ? (ObjectReference) frame.getArgumentValues().get(0)
            : frame.thisObject();
    String kind = kind(message);
    boolean counts =
        stop.behind.isEmpty() || seen.stream().anyMatch(one -> one.kind.equals(stop.behind));
    seen.add(new Seen(moment, kind));
    return counts && moment == stop.moment && kind.equals(stop.kind) && ++met == stop.nth;
  }

  private static String kind(ObjectReference message) {
    ObjectReference constant =
        (ObjectReference) message.getValue(message.referenceType().fieldByName("kind"));
    ClassType type = (ClassType) constant.referenceType();
    while (!type.name().equals("java.lang.Enum")) {
      type = type.superclass();
    }
    return ((StringReference) constant.getValue(type.fieldByName("name"))).value();
  }

  // ---- for the test ---------------------------------------------------------------------------

  /** Waits until the process stands still where it should. */
  void awaitStop() throws IOException {
    try {
      stopped.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("it did not come to " + stop + ", but to " + story(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("it does not come to " + stop + ", but to " + story(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Whether it has come to where it should, or to its end. */
  boolean isOver() {
    return stopped.isDone();
  }

  /** As {@code kill -9}, where it stands; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Lets it go on where it stands. */
  void release() {
    stopped.thenAccept(EventSet::resume);
  }

  /** Messages of this kind that went by, the one it stands at included. */
  int count(Moment moment, String kind) {
    return (int) seen.stream().filter(one -> one.equals(new Seen(moment, kind))).count();
  }

  /** All kinds of messages this process knows. */
  Set<String> kinds() {
    return kinds;
  }

  /** What went by, for people. */
  String story() {
    return seen.stream()
        .filter(one -> one.moment != Moment.BEFORE_SAYING)
        .map(one -> (one.moment == Moment.AFTER_SAYING ? "> " : "< ") + one.kind)
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    try {
      machine.dispose();
    } catch (VMDisconnectedException gone) {
      stopped.cancel(false);
    }
  }
}
