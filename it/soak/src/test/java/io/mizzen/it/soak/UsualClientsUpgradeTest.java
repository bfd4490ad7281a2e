package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that others wrote keep their connections while processes change, and get every byte.
 * Skipped where the machine has none of them.
 */
class UsualClientsUpgradeTest {
  private static final String YAML =
      """
      version: 1
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, match: {prefix: /}, cluster: web}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
      """;

  /** Every third key is a POST; these two are not. */
  private static final int STEP = 3;

  private static final int PER_SECOND = 200;
  private static final int CONNECTIONS = 8;

  /** Seconds; it is stopped when the upgrades are done. */
  private static final int LONG_ENOUGH = 600;

  /** Compares each body with the one that belongs to its path; numbers of each thread. */
  private static final String SCRIPT =
      """
      local threads = {}
      function setup(thread) table.insert(threads, thread) end
      function init(args)
        expected = {}
        for i = 0, 63 do
          local file = io.open(args[1] .. "/" .. i, "rb")
          expected[i] = file:read("*a")
          file:close()
        end
        key, good, bad = 1, 0, 0
      end
      function request() key = key + 3; return wrk.format("GET", "/g/" .. key) end
      function response(status, headers, body)
        local asked = headers["X-Path"] and tonumber(string.sub(headers["X-Path"], 4))
        if status == 200 and asked and body == expected[asked % 64] then good = good + 1 else bad = bad + 1 end
      end
      function done(summary)
        local good, bad = 0, 0
        for _, thread in ipairs(threads) do good = good + thread:get("good"); bad = bad + thread:get("bad") end
        local e = summary.errors
        print(string.format("good %d bad %d errors %d", good, bad, e.connect + e.read + e.write + e.status + e.timeout))
      end
      """;

  @TempDir Path folder;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /** Whether a command is there and has the options that are wanted of it. */
  private static boolean isThere(int code, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == code;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Upstream upstream() throws IOException {
    return new Upstream(0, Upstream.http("A"), e -> failures.add("upstream: " + e));
  }

  private static MizzenProcess start(Upstream web) throws Exception {
    return MizzenProcess.start(YAML.replace("WEB", String.valueOf(web.port())), "");
  }

  private static void upgrade(MizzenProcess mizzen, int connections) throws Exception {
    for (int i = 0; i < Soak.times(2, 10); i++) {
      mizzen.upgrade();
    }
    assertEquals(connections, mizzen.sum("mizzen_listener_accepted_total"), "nobody came again");
  }

  private static void end(String signal, Process client) throws Exception {
    new ProcessBuilder("kill", signal, String.valueOf(client.pid())).start().waitFor();
    client.waitFor();
  }

  @Test
  void curlGetsEveryByteOverOneConnection() throws Exception {
    assumeTrue(isThere(0, "curl", "--rate", "1/s", "--version"), "needs curl of 7.84 or later");
    try (Upstream web = upstream();
        MizzenProcess mizzen = start(web)) {
      Path bodies = folder.resolve("bodies");
      Path connects = folder.resolve("connects");
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "-s",
                  "--rate",
                  PER_SECOND + "/s",
                  "-w",
                  "%{stderr}%{http_code} %{num_connects}\\n",
                  "http://127.0.0.1:"
                      + mizzen.port("web")
                      + "/g/[1-"
                      + STEP * PER_SECOND * LONG_ENOUGH
                      + ":"
                      + STEP
                      + "]")
              .redirectOutput(bodies.toFile())
              .redirectError(connects.toFile())
              .start();
      upgrade(mizzen, 1);
      end("-TERM", curl);
      List<String> answers = Files.readAllLines(connects);
      assertEquals("200 1", answers.get(0));
      assertEquals(List.of("200 0"), answers.stream().skip(1).distinct().toList());
      requireBodies(bodies, answers.size());
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  /** So many in their order, and perhaps a part of one more, in which it was stopped. */
  private static void requireBodies(Path bodies, int answers) throws IOException {
    try (InputStream all = new BufferedInputStream(Files.newInputStream(bodies))) {
      for (long i = 0; i < answers; i++) {
        byte[] expected = Payloads.of(1 + i * STEP);
        assertArrayEquals(expected, all.readNBytes(expected.length), "answer " + i);
      }
    }
  }

  @Test
  void wrkGetsEveryByteAtFullLoad() throws Exception {
    assumeTrue(isThere(1, "wrk", "-v"), "needs wrk");
    assumeTrue(isThere(0, "env", "--default-signal=INT", "true"), "needs env of coreutils 8.31");
    Path payloads = Files.createDirectory(folder.resolve("payloads"));
    for (int i = 0; i < 64; i++) {
      Files.write(payloads.resolve(String.valueOf(i)), Payloads.of(i));
    }
    Path script = Files.writeString(folder.resolve("compare.lua"), SCRIPT);
    try (Upstream web = upstream();
        MizzenProcess mizzen = start(web)) {
      Process wrk =
          new ProcessBuilder(
                  // A build in the background ignores interrupts, and so would its children.
                  "env",
                  "--default-signal=INT",
                  "wrk",
                  "-t1",
                  "-c" + CONNECTIONS,
                  "-d" + LONG_ENOUGH + "s",
                  "--timeout",
                  "30s",
                  "-s",
                  script.toString(),
                  "http://127.0.0.1:" + mizzen.port("web"),
                  "--",
                  payloads.toString())
              .redirectErrorStream(true)
              .start();
      // It looks once whether somebody listens at all.
      upgrade(mizzen, CONNECTIONS + 1);
      // As by a user: it tells what it has counted.
      end("-INT", wrk);
      String told = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Soak.tell(
          Soak.times(2, 10)
              + " upgrades beside wrk: "
              + told.replaceAll("(?s).*(good \\d)", "$1").strip());
      assertTrue(told.matches("(?s).*good [1-9]\\d* bad 0 errors 0\\n.*"), told);
    }
    assertEquals(List.of(), List.copyOf(failures));
  }
}
