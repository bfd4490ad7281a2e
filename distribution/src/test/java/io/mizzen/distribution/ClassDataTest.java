package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.distribution.Home.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of parsed classes: made without being asked for, used when it fits, else ignored. */
final class ClassDataTest {
  @TempDir private Path scratch;
  private Home home;

  @BeforeEach
  void layOut() throws Exception {
    home = new Home(scratch.resolve("home"), scratch);
  }

  @Test
  void isUsedOnceItIsMade() throws Exception {
    Path archive = train();

    Run run = home.run(Map.of("MIZZEN_JAVA_OPTS", "-Xlog:class+load"), "version");

    assertTrue(run.told("flags").contains(archive.toString()), run.out());
    assertTrue(
        run.out().lines().anyMatch(l -> l.contains("io.mizzen.cli.Main source: shared objects")),
        "the program's own class comes from the archive");
  }

  @Test
  void isIgnoredWithoutAWordWhenItIsBroken() throws Exception {
    Path archive = train();
    byte[] whole = Files.readAllBytes(archive);

    for (int part : new int[] {0, 1, 2, 3, 4}) {
      Files.write(archive, whole);
      try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
        byte[] wrong = new byte[2_000];
        java.util.Arrays.fill(wrong, (byte) 0x5a);
        file.write(ByteBuffer.wrap(wrong), (long) whole.length * part / 5);
      }
      assertRunsAsEver(home.run("version"));
    }
    for (int length : new int[] {0, 10, 100_000, whole.length - 4_096}) {
      Files.write(archive, java.util.Arrays.copyOf(whole, length));
      assertRunsAsEver(home.run("version"));
    }
  }

  @Test
  void isIgnoredWhenAJarHasChanged() throws Exception {
    Path archive = train();
    Files.writeString(home.folder.resolve("plugins/new.jar"), "x");

    Run run = home.run("version");

    assertRunsAsEver(run);
    assertFalse(run.told("flags").contains(archive.toString()));
  }

  @Test
  void isMadeInTheBackgroundByTheFirstRun() throws Exception {
    Path cache = home.folder.resolve("cache");
    try (WatchService changes = cache.getFileSystem().newWatchService()) {
      cache.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
      Run run = home.run(Map.of("MIZZEN_TRAIN_DELAY", "0"), "run");
      assertEquals(0, run.exit());

      while (home.cached("jdk").stream().noneMatch(ClassDataTest::hasItsName)) {
        assertTrue(changes.poll(60, TimeUnit.SECONDS).reset(), "an archive appears");
      }
    }
  }

  @Test
  void isMadeByOneOfManyThatCouldBegin() throws Exception {
    String key = train().getFileName().toString().replaceFirst("-\\d+$", "");
    for (Path archive : home.cached("jdk")) {
      Files.delete(archive);
    }
    // Somebody is at it: nobody else begins, and with a delay of nothing it would be at once.
    Path busy = Files.createDirectory(home.folder.resolve("cache").resolve(key + ".training"));
    for (int i = 0; i < 3; i++) {
      assertEquals(0, home.run(Map.of("MIZZEN_TRAIN_DELAY", "0"), "version").exit());
    }
    assertEquals(java.util.List.of(busy), home.cached("jdk"));
  }

  /** A file in its place: to root, who may run this, no folder is read-only. */
  private void noFolder() throws IOException {
    Files.delete(home.folder.resolve("cache"));
    Files.createFile(home.folder.resolve("cache"));
  }

  @Test
  void isMadeWhereItBelongsIfTheFolderIsMissing() throws Exception {
    Files.delete(home.folder.resolve("cache"));

    assertEquals(0, home.run("train").exit());
    assertEquals(1, home.cached("jdk").size());
  }

  @Test
  void goesToTheUsersCacheIfTheHomeCannotBeWritten() throws Exception {
    noFolder();
    Path users = scratch.resolve("user cache");
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", users.toString());

    assertEquals(0, home.run(environment, "train").exit());

    Run run = home.run(environment, "version");
    assertTrue(run.told("cache").startsWith(users.resolve("mizzen").toString()));
    assertTrue(run.told("flags").contains(run.told("cache") + "/jdk"), run.out());
  }

  @Test
  void costsNothingButTimeIfThereIsNoFolderForIt() throws Exception {
    noFolder();
    Map<String, String> nowhere = Map.of("XDG_CACHE_HOME", "/dev/null/x");

    assertRunsAsEver(home.run(nowhere, "run"));
    assertEquals(2, home.run(nowhere, "train").exit());
  }

  @Test
  void isNotTriedAgainAfterAFailure() throws Exception {
    Run failed = home.run(Map.of("MIZZEN_JAVA_OPTS", "-Dprobe.fail"), "train");

    assertEquals(1, failed.exit());
    assertTrue(failed.err().startsWith("mizzen: no class-data archive was made"), failed.err());
    List<Path> left = home.cached("jdk");
    assertEquals(1, left.size(), left.toString());
    assertTrue(left.get(0).toString().endsWith(".failed"));
    assertRunsAsEver(home.run("version"));
  }

  @Test
  void isNotMadeWithAnOptionThatTheJvmDoesNotKnowAndTheUserIsTold() throws Exception {
    Run misspelt = home.run(Map.of("MIZZEN_JAVA_OPTS", "-XX:+UseSerialGCC"), "train");

    assertEquals(1, misspelt.exit());
    assertTrue(
        misspelt.err().startsWith("Unrecognized VM option 'UseSerialGCC'\n"), misspelt.err());
    assertEquals(List.of(), home.cached("jdk"), "with other options it is tried again");
    train();
  }

  /** How profiles are left out is a diagnostic option, which a JVM need not have. */
  @Test
  void isMadeWithProfilesByAJvmThatCannotLeaveThemOut() throws Exception {
    Path real = Path.of(System.getProperty("java.home"));
    Path jdk = scratch.resolve("jdk");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\n"
            + "case \" $* \" in *AOTRecordTraining*) echo unknown >&2; exit 1 ;; esac\n"
            + ("exec " + real.resolve("bin/java") + " \"$@\"\n"));
    assertTrue(java.toFile().setExecutable(true));
    Files.copy(real.resolve("release"), jdk.resolve("release"));

    Run run = home.run(Map.of("MIZZEN_JAVA_HOME", jdk.toString()), "train");

    assertEquals(0, run.exit(), run.err());
    assertEquals(1, home.cached("jdk").size());
  }

  @Test
  void canBeSwitchedOff() throws Exception {
    train();

    Run run = home.run(Map.of("MIZZEN_CACHE", "off"), "version");

    assertRunsAsEver(run);
    assertFalse(run.told("flags").contains("/jdk"), run.out());
  }

  private Path train() throws Exception {
    Run run = home.run("train");
    assertEquals(0, run.exit(), run.err());
    List<Path> made = home.cached("jdk");
    assertEquals(1, made.size(), made.toString());
    assertTrue(hasItsName(made.get(0)), made.toString());
    return made.get(0);
  }

  private static boolean hasItsName(Path file) {
    return file.getFileName().toString().matches("jdk\\d+-\\d+-\\d+");
  }

  private static void assertRunsAsEver(Run run) {
    assertEquals(0, run.exit(), run.out() + run.err());
    assertEquals("", run.err());
    assertTrue(run.out().startsWith("words="), run.out());
  }
}
