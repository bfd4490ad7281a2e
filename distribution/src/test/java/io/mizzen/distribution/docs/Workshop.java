package io.mizzen.distribution.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.net.httpserver.HttpServer;
import io.mizzen.distribution.docs.Page.Block;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the blocks of one page are run, in order: a folder with {@code ./mizzen} in it and a shell
 * that stays, so that what one block starts the next can ask. Ports of a page are exchanged for
 * free ones; behind 9000 and 9001 services answer.
 */
final class Workshop implements AutoCloseable {
  /** A command may start a JVM or two on a machine with other things to do. */
  private static final Duration MOST = Duration.ofSeconds(90);

  private static final Pattern PORT = Pattern.compile("(?<=[:=])([1-9][0-9]{3,4})(?![0-9])");

  /** Its end, on a line of its own. */
  private static final String DONE = "--done--";

  private static final Pattern END = Pattern.compile("(?s)(.*?)" + DONE + "(\\d+)");

  private static final List<String> SERVICES = List.of("9000", "9001");

  private final Path folder;
  private final Map<String, String> ports = new HashMap<>();
  private final List<HttpServer> services = new ArrayList<>();
  private final Process shell;
  private final Writer in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private int background;

  Workshop(Path home, Path folder) throws Exception {
    this.folder = folder;
    Files.createSymbolicLink(folder.resolve("mizzen"), home.resolve("bin/mizzen"));
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--norc", "--noprofile")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MIZZEN_"));
    environment.put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    environment.put("MIZZEN_CACHE", "off");
    environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
    shell = builder.start();
    in = shell.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "docs-shell");
    reader.setDaemon(true);
    reader.start();
    type("shopt -s expand_aliases");
  }

  private void read() {
    // Closed with the process.
    BufferedReader out =
        new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
      lines.add(DONE + "255");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Runs the lines of a block; each has to end well. */
  void sh(Block block) throws Exception {
    for (String command : commands(block.text().lines().toList())) {
      run(block, command, List.of());
    }
  }

  /**
   * Runs what stands behind {@code $}. The lines below it are what it must say, among others:
   * blanks, numbers and ids may differ, and {@code ...} stands for anything.
   */
  void console(Block block) throws Exception {
    List<String> text = block.text().lines().toList();
    for (int i = 0; i < text.size(); ) {
      if (!text.get(i).startsWith("$ ")) {
        fail(block + ": a console block begins with '$ '");
      }
      StringBuilder command = new StringBuilder(text.get(i++).substring(2));
      while (command.toString().endsWith("\\")) {
        command.setLength(command.length() - 1);
        command.append(text.get(i++).strip());
      }
      List<String> expected = new ArrayList<>();
      while (i < text.size() && !text.get(i).startsWith("$ ")) {
        if (!text.get(i).isBlank()) {
          expected.add(text.get(i));
        }
        i++;
      }
      run(block, command.toString(), expected);
    }
  }

  private static List<String> commands(List<String> text) {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    @Nullable String until = null;
    for (String line : text) {
      command.append(line).append('\n');
      Matcher here = Pattern.compile("<<-?'?(\\w+)'?").matcher(line);
      if (until == null && here.find()) {
        until = here.group(1);
      } else if (line.equals(until)) {
        until = null;
      }
      if (until == null && !line.endsWith("\\")) {
        if (!command.toString().isBlank()) {
          commands.add(command.toString().stripTrailing());
        }
        command.setLength(0);
      }
    }
    return commands;
  }

  private void run(Block block, String command, List<String> expected) throws Exception {
    String said;
    if (command.matches("(\\./|.*/)?mizzen (run|proxy)\\b.*")
        && !command.contains("--print-config")) {
      said = start(block, command.replaceFirst("&? *(#.*)?$", ""));
    } else {
      Said end = type(withFreePorts(command));
      said = end.text();
      boolean mayFail = expected.stream().anyMatch(line -> line.contains("error["));
      if (!mayFail) {
        assertEquals(0, end.code(), () -> block + "\n$ " + command + "\n" + end.text());
      }
    }
    compare(block, command, expected, said);
  }

  /** A process that goes on: waits until it serves. */
  private String start(Block block, String command) throws Exception {
    String log = ".log-" + ++background;
    type(withFreePorts(command) + " > " + log + " 2>&1 &");
    long until = System.nanoTime() + MOST.toNanos();
    Path file = folder.resolve(log);
    while (System.nanoTime() < until) {
      String said = Files.exists(file) ? Files.readString(file) : "";
      if (said.lines().anyMatch(line -> line.startsWith("ready in"))) {
        return said;
      }
      if (type("kill -0 $! 2>&1").code() != 0) {
        return fail(block + "\n$ " + command + " ended:\n" + said);
      }
      type("sleep 0.1");
    }
    return fail(block + "\n$ " + command + " does not serve:\n" + Files.readString(file));
  }

  private static void compare(Block block, String command, List<String> expected, String said) {
    List<String> lines = said.lines().toList();
    int at = 0;
    for (String line : expected) {
      Pattern pattern = loosely(line);
      while (at < lines.size() && !pattern.matcher(lines.get(at)).matches()) {
        at++;
      }
      assertTrue(
          at < lines.size(),
          () -> block + "\n$ " + command + "\nwanted: " + line + "\nsaid:\n" + said);
      at++;
    }
  }

  /** Words with digits in them may have others; blanks may be more or less. */
  private static Pattern loosely(String line) {
    StringBuilder pattern = new StringBuilder();
    for (String word : line.strip().split("\\s+")) {
      if (!pattern.isEmpty()) {
        pattern.append("\\s+");
      }
      StringBuilder part = new StringBuilder();
      for (String piece : word.split("(?<=\\.\\.\\.)|(?=\\.\\.\\.)")) {
        part.append(
            piece.equals("...")
                ? ".*"
                : piece.matches(".*(\\d|/srv/).*") ? "\\S+" : Pattern.quote(piece));
      }
      pattern.append(part);
    }
    return Pattern.compile("\\s*" + pattern + "\\s*");
  }

  private record Said(String text, int code) {}

  private Said type(String command) throws Exception {
    in.write(command + "\ncode=$?; echo; echo " + DONE + "$code\n");
    in.flush();
    StringBuilder text = new StringBuilder();
    long until = System.nanoTime() + MOST.toNanos();
    while (true) {
      String line = lines.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        return fail("no end of: " + command + "\n" + text);
      }
      Matcher end = END.matcher(line);
      if (end.matches()) {
        return new Said(text.append(end.group(1)).toString(), Integer.parseInt(end.group(2)));
      }
      text.append(line).append('\n');
    }
  }

  /** The same text with ports that nobody has. */
  String withFreePorts(String text) {
    return PORT.matcher(text).replaceAll(port -> ports.computeIfAbsent(port.group(1), this::open));
  }

  private String open(String documented) {
    try {
      if (!SERVICES.contains(documented)) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          return Integer.toString(socket.getLocalPort());
        }
      }
      HttpServer service =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      service.createContext(
          "/",
          exchange -> {
            byte[] body =
                ("hello from " + documented + ": " + exchange.getRequestURI() + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      service.start();
      services.add(service);
      return Integer.toString(service.getAddress().getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws Exception {
    shell.descendants().forEach(ProcessHandle::destroy);
    in.close();
    if (!shell.waitFor(10, TimeUnit.SECONDS)) {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
    services.forEach(service -> service.stop(0));
    Files.delete(folder.resolve("mizzen")); // a link that leads out of the folder
  }
}
