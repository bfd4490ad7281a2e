package io.mizzen.it.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code bin/mizzen run} of the built distribution, and what can be seen of it from outside. */
final class MizzenProcess implements AutoCloseable {
  static final Path HOME =
      Path.of(System.getProperty("mizzen.home", "../../distribution/target/mizzen-0.1.0-SNAPSHOT"))
          .toAbsolutePath()
          .normalize();

  /** A start without archive on a machine that compiles at the same time. */
  private static final long START_SECONDS = 60;

  private static final Pattern PID = Pattern.compile("\"pid\": ?(\\d+)");

  private static final long LOOK_NANOS = 20_000_000;

  private static final Path TOOL = Path.of(System.getProperty("java.home"), "bin", "jcmd");

  private final Path folder;
  // What serves now: not what was started any more after an upgrade.
  private ProcessHandle process;

  private MizzenProcess(Path folder, Process process) {
    this.folder = folder;
    this.process = process.toHandle();
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param javaOptions for its JVM, "" for those of the start script
   */
  static MizzenProcess start(String yaml, String javaOptions) throws Exception {
    return start(yaml, javaOptions, Map.of());
  }

  /**
   * The same, and it and its successors use an archive of classes as they do where Mizzen is
   * installed and has run before.
   */
  static MizzenProcess startTrained(String yaml) throws Exception {
    ProcessBuilder training = new ProcessBuilder(HOME.resolve("bin/mizzen").toString(), "train");
    training.environment().put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    if (training.inheritIO().start().waitFor() != 0) {
      throw new IOException("mizzen train has failed");
    }
    return start(yaml, "", Map.of("MIZZEN_CACHE", "", "MIZZEN_TRAIN_DELAY", "never"));
  }

  private static MizzenProcess start(
      String yaml, String javaOptions, Map<String, String> environment) throws Exception {
    Path folder = Files.createTempDirectory("mizzen-soak");
    Files.writeString(folder.resolve("mizzen.yaml"), yaml);
    ProcessBuilder builder =
        builder(HOME, folder, "run").redirectOutput(folder.resolve("output.log").toFile());
    builder.environment().put("MIZZEN_JAVA_OPTS", javaOptions);
    builder.environment().putAll(environment);
    MizzenProcess started = new MizzenProcess(folder, builder.start());
    try {
      started.awaitReady();
      return started;
    } catch (Exception e) {
      String log = started.log();
      started.close();
      throw new IOException(e.getMessage() + ":\n" + log, e);
    }
  }

  /**
   * {@code bin/mizzen} of a distribution with the files of an instance.
   *
   * @param verb and its options
   */
  static ProcessBuilder builder(Path home, Path folder, String... verb) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/mizzen").toString());
    command.addAll(List.of(verb));
    command.add("-c");
    command.add(folder.resolve("mizzen.yaml").toString());
    command.add("--instance");
    command.add(folder.resolve("run").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    // Or a start without an archive would make one in the background, on the processor of a test.
    builder.environment().put("MIZZEN_CACHE", "off");
    return builder;
  }

  private void awaitReady() throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < until && process.isAlive()) {
      try {
        if (admin("GET", "/ready").startsWith("HTTP/1.1 200")) {
          return;
        }
      } catch (IOException e) {
        // Nobody listens there yet.
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
    throw new IOException(process.isAlive() ? "not ready in time" : "mizzen has ended");
  }

  Path folder() {
    return folder;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("output.log"));
  }

  /** The JVM itself: the start script becomes it. */
  long pid() {
    return process.pid();
  }

  /** A whole answer of the admin socket, head and body. */
  String admin(String method, String path) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("run/admin.sock")))) {
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: mizzen\r\nConnection: close\r\n"
              + "Content-Length: 0\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Channels.newInputStream(channel).transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  int port(String listener) throws IOException {
    Matcher port =
        Pattern.compile("\"port\": ?(\\d+)").matcher(admin("GET", "/v1/listeners/" + listener));
    if (!port.find()) {
      throw new IOException("listener " + listener + " has no port");
    }
    return Integer.parseInt(port.group(1));
  }

  /** Puts another configuration into service; throws if it is refused. */
  void reload(String yaml) throws IOException {
    Path next = folder.resolve("next.yaml");
    Files.writeString(next, yaml);
    Files.move(
        next,
        folder.resolve("mizzen.yaml"),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String answer = admin("POST", "/v1/reload");
    if (!answer.startsWith("HTTP/1.1 200")) {
      throw new IOException("reload refused: " + answer);
    }
  }

  /**
   * When a hand-over was, by {@link System#nanoTime}.
   *
   * @param began the successor was started
   * @param taken it was told that it serves; to a millisecond, from its log
   * @param ended the process before it was gone
   */
  record HandOver(long began, long taken, long ended) {}

  /** What is done in between. */
  interface Step {
    void run() throws Exception;
  }

  /**
   * Has another process of what is on the disk take over; returns when the one before is gone.
   *
   * @throws IOException if it does not come to serve
   */
  HandOver upgrade() throws Exception {
    return upgrade(() -> {});
  }

  /**
   * The same.
   *
   * @param step is done once the successor serves; the process before may be there still
   */
  HandOver upgrade(Step step) throws Exception {
    final long began = System.nanoTime();
    String answer = admin("POST", "/v1/upgrade");
    Matcher pid = PID.matcher(answer);
    if (!answer.startsWith("HTTP/1.1 200") || !pid.find()) {
      throw new IOException("upgrade refused: " + answer);
    }
    final ProcessHandle before = process;
    awaitSuccessor(ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow());
    step.run();
    before.onExit().get(START_SECONDS, TimeUnit.SECONDS);
    return new HandOver(began, takenFrom(before.pid()), System.nanoTime());
  }

  private long takenFrom(long pid) throws IOException {
    Matcher line =
        Pattern.compile("\"time\":\"([^\"]+)\"[^\n]*taken over from process " + pid + ";")
            .matcher(log());
    if (!line.find()) {
      throw new IOException("nobody has taken over from process " + pid);
    }
    Duration ago = Duration.between(Instant.parse(line.group(1)), Instant.now());
    return System.nanoTime() - ago.toNanos();
  }

  /**
   * Waits until a process that was started beside this one serves; it is this one from then on.
   *
   * @throws IOException if it does not
   */
  void awaitSuccessor(ProcessHandle successor) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!serves(successor.pid())) {
      if (!successor.isAlive() || System.nanoTime() > until) {
        throw new IOException("the successor does not serve");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    process = successor;
  }

  /** As {@code kill -9}; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Whether the instance is this process, and ready. */
  boolean serves(long pid) {
    try {
      String status = admin("GET", "/v1/status");
      Matcher found = PID.matcher(status);
      return found.find() && Long.parseLong(found.group(1)) == pid && status.contains("\"READY\"");
    } catch (IOException between) {
      return false;
    }
  }

  /** Series of the metrics by name and labels, as they are written. */
  Map<String, Double> metrics() throws IOException {
    return seriesIn(admin("GET", "/metrics"));
  }

  /** The same of an answer. */
  static Map<String, Double> seriesIn(String answer) {
    Map<String, Double> series = new HashMap<>();
    for (String line : answer.split("\n")) {
      int blank = line.lastIndexOf(' ');
      if (blank > 0 && line.indexOf('_') > 0 && Character.isLowerCase(line.charAt(0))) {
        series.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1).strip()));
      }
    }
    return series;
  }

  /** The sum of all series whose name and labels have all of these in them. */
  long sum(String... parts) throws IOException {
    return metrics().entrySet().stream()
        .filter(one -> Stream.of(parts).allMatch(one.getKey()::contains))
        .mapToLong(one -> one.getValue().longValue())
        .sum();
  }

  /**
   * What is alive in the heap.
   *
   * @param bytes of all objects
   * @param byClass the same by class
   */
  record Heap(long bytes, Map<String, Long> byClass) {
    /** The classes that grew most since {@code before}. */
    String growth(Heap before) {
      StringBuilder text = new StringBuilder();
      byClass.entrySet().stream()
          .map(
              e ->
                  Map.entry(e.getKey(), e.getValue() - before.byClass.getOrDefault(e.getKey(), 0L)))
          .filter(e -> e.getValue() > 0)
          .sorted(Comparator.comparing(e -> -e.getValue()))
          .limit(15)
          .forEach(e -> text.append("\n  +").append(e.getValue()).append(' ').append(e.getKey()));
      return text.toString();
    }
  }

  /** After a full collection. */
  Heap heap() throws Exception {
    Map<String, Long> byClass = new HashMap<>();
    long total = 0;
    // The histogram collects as well: what a cleaner held, such as a closed file, goes with the
    // second.
    jcmd("GC.run");
    for (String line : jcmd("GC.class_histogram").split("\n")) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 4 && words[0].endsWith(":")) {
        byClass.merge(words[3], Long.parseLong(words[2]), Long::sum);
      } else if (words.length == 3 && words[0].equals("Total")) {
        total = Long.parseLong(words[2]);
      }
    }
    return new Heap(total, byClass);
  }

  /** Loaded and not unloaded, after a full collection. */
  int classes() throws Exception {
    jcmd("GC.run");
    return (int) sum("jvm_classes_currently_loaded");
  }

  private String jcmd(String command) throws Exception {
    Process tool =
        new ProcessBuilder(TOOL.toString(), String.valueOf(pid()), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException("jcmd " + command + ": " + output);
    }
    return output;
  }

  /** Resident memory in bytes, now or at its highest. */
  long resident(Memory which) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
      if (line.startsWith(which.field)) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no " + which.field);
  }

  enum Memory {
    NOW("VmRSS:"),
    PEAK("VmHWM:");

    private final String field;

    Memory(String field) {
      this.field = field;
    }
  }

  /** Open files and sockets. */
  long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
      return open.count();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      end();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : (List<Path>) files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void end() {
    try {
      process.onExit().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
