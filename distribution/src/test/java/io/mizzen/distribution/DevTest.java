package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mizzen dev} on a generated plugin: what an author sees while sources change. It is read
 * line by line, so no time is assumed anywhere.
 */
@Timeout(1000)
final class DevTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));
  private static final Pattern LISTENING = Pattern.compile("listening +web +\\S+:(\\d+) .*");
  private static final double SECOND = 1e9;
  private static final int SECONDS_TO_END = 60;

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();
  private HttpServer service;
  private Path project;
  private int port;

  @BeforeEach
  void generate() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    service.start();
    project = folder.resolve("acme-stamp");
    Command made =
        Command.run(
            "plugin",
            "new",
            "filter",
            "acme-stamp",
            "--package",
            "com.acme.stamp",
            "--into",
            project.toString());
    assertEquals(0, made.code(), made.all());
    // Ports that are free on any machine; the template's are for people.
    edit("dev/mizzen.yaml", "127.0.0.1:9000\"", "127.0.0.1:0\"");
    edit("dev/mizzen.yaml", "127.0.0.1:9001", "127.0.0.1:" + service.getAddress().getPort());
    edit("dev/Echo.java", ": 9001", ": 0");
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @Test
  void aChangeIsBuiltTestedAndProxiedByAProcessThatTakesOver() throws Exception {
    Path links = Files.createTempDirectory(Path.of(System.getProperty("mizzen.target")), "m2-");
    try {
      Path bin = Files.createDirectory(folder.resolve("bin"));
      LocalRepository.make(links).command(bin.resolve("mvn"));
      Process dev = start(bin);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(dev.getInputStream(), StandardCharsets.UTF_8))) {
        long proxy = follow(lines);
        List<ProcessHandle> started = new ArrayList<>(dev.descendants().toList());
        ProcessHandle.of(proxy).ifPresent(started::add);
        // Of the process itself: Process.destroy would close the pipe too.
        dev.toHandle().destroy();
        dev.waitFor();
        for (ProcessHandle each : started) {
          each.onExit().get();
        }
      } finally {
        // Killed at once it could not end what it started.
        dev.toHandle().destroy();
        if (!dev.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
          dev.destroyForcibly();
        }
      }
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + String.join("\n", said), e);
    } finally {
      ScaffoldTest.delete(links);
    }
  }

  /** Does what an author does; the process that proxies in the end. */
  private long follow(BufferedReader lines) throws Exception {
    String built = await(lines, "build      ok");
    assertTrue(built.matches(".*with \\d\\d+ checks of the suite"), built);
    listening(lines);
    await(lines, "ready in");
    assertEquals("passed", stamp());

    edit("src/main/java/com/acme/stamp/AcmeStampFilter.java", "config.value()", "\"edited\"");
    await(lines, "build      FAILED");
    assertEquals("passed", stamp(), "the suite failed, so the old one goes on");

    edit(
        "src/test/java/com/acme/stamp/AcmeStampContractTest.java",
        "assertEquals(\"passed\"",
        "assertEquals(\"edited\"");
    long begin = System.nanoTime();
    await(lines, "build      ok");
    listening(lines);
    String serves = await(lines, "process ", " serves; 1 listener passed");
    assertEquals("edited", stamp());
    double seconds = (System.nanoTime() - begin) / SECOND;
    System.out.println(String.format(Locale.ROOT, "an edit was proxied after %.1f s", seconds));

    edit("dev/mizzen.yaml", "{type: acmeStamp}", "{type: acmeStamp, config: {field: x-other}}");
    await(lines, "reloaded ");
    assertEquals("none", stamp());
    return Long.parseLong(serves.split(" ", -1)[1]);
  }

  private Process start(Path bin) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(HOME.resolve("bin/mizzen").toString(), "dev")
            .directory(project.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("MIZZEN_"));
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MIZZEN_CACHE", "off");
    return builder.start();
  }

  /** Reads until a line has all these words. */
  private String await(BufferedReader lines, String... words) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.add(line);
      if (List.of(words).stream().allMatch(line::contains)) {
        return line;
      }
    }
    throw new AssertionError("it ended before it said: " + String.join(" ... ", words));
  }

  private void listening(BufferedReader lines) throws IOException {
    Matcher matcher = LISTENING.matcher(await(lines, "listening  web"));
    assertTrue(matcher.matches());
    port = Integer.parseInt(matcher.group(1));
  }

  private String stamp() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(204, answer.statusCode());
    return answer.headers().firstValue("x-acme-stamp").orElse("none");
  }

  private void edit(String name, String from, String to) throws IOException {
    Path file = project.resolve(name);
    String text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }
}
