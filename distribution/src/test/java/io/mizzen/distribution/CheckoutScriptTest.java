package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mizzen} of the checkout, with a Maven that only says that it was called. */
final class CheckoutScriptTest {
  private static final Instant SOURCES = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path scratch;
  private Path checkout;
  private Path tools;

  @BeforeEach
  void layOut() throws Exception {
    checkout = Files.createDirectories(scratch.resolve("check out"));
    Files.copy(Path.of("../mizzen"), checkout.resolve("mizzen")).toFile().setExecutable(true);
    for (String folder : List.of("spi", "kernel", "cli", "plugins", "distribution")) {
      Path source = Files.createDirectories(checkout.resolve(folder)).resolve("source");
      Files.writeString(source, "");
      Files.setLastModifiedTime(source, FileTime.from(SOURCES));
    }
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(SOURCES));
    tools = Files.createDirectories(scratch.resolve("tools"));
    maven("echo called \"$@\" >> '" + scratch.resolve("maven") + "'");
  }

  @Test
  void handsOnWithoutABuildWhenNothingIsNewer() throws Exception {
    distribution(SOURCES.plusSeconds(1));

    assertEquals("ran check -c my conf\n", run(0, "check", "-c", "my conf"));
    assertEquals("", maven());
  }

  @Test
  void buildsWhenASourceIsNewer() throws Exception {
    distribution(SOURCES.minusSeconds(1));

    assertTrue(run(0, "version").endsWith("ran version\n"));
    assertTrue(maven().contains("-pl distribution -am package -Dmaven.test.skip=true"), maven());
  }

  @Test
  void buildsWhenThereIsNoDistribution() throws Exception {
    Path made = scratch.resolve("made");
    maven("cp -r '" + made + "/.' distribution/target; echo called >> '" + scratch + "/maven'");
    distribution(made, SOURCES);

    assertTrue(run(0, "version").endsWith("ran version\n"));
    assertEquals("called\n", maven());
  }

  @Test
  void saysWhatFailedWhenTheBuildFails() throws Exception {
    maven("echo '[INFO] noise'; echo '[ERROR] no such symbol'; exit 1");

    String said = run(2, "version");

    assertTrue(said.contains("[ERROR] no such symbol\nmizzen: the build failed"), said);
    assertTrue(!said.contains("noise"), said);
  }

  @Test
  void runsEveryCheckForTest() throws Exception {
    run(0, "test", "-o");

    assertEquals("called -B verify -o\n", maven());
  }

  private void distribution(Instant time) throws Exception {
    distribution(checkout.resolve("distribution/target"), time);
  }

  private static void distribution(Path target, Instant time) throws Exception {
    Path script = Files.createDirectories(target.resolve("mizzen-1/bin")).resolve("mizzen");
    Files.writeString(script, "#!/bin/sh\necho ran \"$@\"\n");
    script.toFile().setExecutable(true);
    Path archive = Files.writeString(target.resolve("mizzen-1.tar.gz"), "");
    Files.setLastModifiedTime(archive, FileTime.from(time));
  }

  private void maven(String does) throws Exception {
    Path script = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\n" + does + "\n");
    script.toFile().setExecutable(true);
  }

  private String maven() throws Exception {
    Path calls = scratch.resolve("maven");
    return Files.exists(calls) ? Files.readString(calls) : "";
  }

  /** Standard output and error in one, of a call from another folder. */
  private String run(int exit, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("mizzen").toString()));
    command.addAll(List.of(words));
    Path out = scratch.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
    Process process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(exit, process.exitValue(), Files.readString(out));
    return Files.readString(out);
  }
}
