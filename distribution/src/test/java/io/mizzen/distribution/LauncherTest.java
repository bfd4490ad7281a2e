package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.distribution.Home.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LauncherTest {
  @TempDir private Path scratch;
  private Home home;

  @BeforeEach
  void layOut() throws Exception {
    home = new Home(scratch.resolve("a home"), scratch);
  }

  @Test
  void becomesTheJvmAndGivesItEveryWordAsItIs() throws Exception {
    Run run = home.run("check", "-c", "my conf", "*", "");

    assertEquals(0, run.exit(), run.err());
    assertEquals("check|-c|my conf|*|", run.told("words"));
    assertEquals(String.valueOf(run.pid()), run.told("pid"));
    assertEquals(home.folder.toRealPath().toString(), run.told("home"));
    assertEquals("", run.err());
  }

  @Test
  void findsItsHomeThroughLinks() throws Exception {
    Path link =
        Files.createSymbolicLink(scratch.resolve("link"), home.folder.resolve("bin/mizzen"));
    Path second = Files.createSymbolicLink(scratch.resolve("second"), link.getFileName());
    ProcessBuilder builder =
        new ProcessBuilder(second.toString(), "version")
            .redirectOutput(scratch.resolve("linked").toFile());
    builder.environment().put("MIZZEN_TRAIN_DELAY", "never");
    Process process = builder.start();

    assertEquals(0, process.waitFor());
    assertTrue(
        Files.readString(scratch.resolve("linked")).contains("home=" + home.folder.toRealPath()));
  }

  @Test
  void takesTheNewestJdkItFinds() throws Exception {
    Path user = scratch.resolve("user");
    home.pretendJdk("98.0.9", true, user.resolve(".sdkman/candidates/java/98"));
    home.pretendJdk("99.0.10", true, user.resolve(".jdks/ten"));
    home.pretendJdk("99.0.9", true, user.resolve(".jdks/nine"));
    Path fromEnvironment = home.pretendJdk("97", true, scratch.resolve("java home"));

    Run run =
        home.run(
            Map.of("MIZZEN_JAVA_HOME", "", "JAVA_HOME", fromEnvironment.toString()), "version");

    assertEquals("pretended 99.0.10\n", run.out(), run.err());
  }

  @Test
  void refusesAJavaThatIsTooOldWithOneMessage() throws Exception {
    for (String version : new String[] {"11.0.2", "16", "1.8.0_392"}) {
      for (boolean withRelease : new boolean[] {true, false}) {
        Path old = home.pretendJdk(version, withRelease, scratch.resolve(version + withRelease));

        Run run = home.run(Map.of("MIZZEN_JAVA_HOME", old.toString()), "run");

        assertEquals(2, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("mizzen: Java 17 or newer is needed"), run.err());
        assertTrue(run.err().contains(old.toString()), run.err());
        assertEquals(2, run.err().lines().count(), run.err());
      }
    }
  }

  @Test
  void refusesAJavaHomeWithoutJava() throws Exception {
    Run run = home.run(Map.of("MIZZEN_JAVA_HOME", "/nowhere"), "run");

    assertEquals(2, run.exit());
    assertEquals(
        "mizzen: MIZZEN_JAVA_HOME is /nowhere, but there is no working bin/java in it\n",
        run.err());
  }

  @Test
  void refusesAProfileThatIsNone() throws Exception {
    Run run = home.run(Map.of("MIZZEN_PROFILE", "tiny"), "run");

    assertEquals(2, run.exit());
    assertEquals("mizzen: MIZZEN_PROFILE is 'tiny'; expected sidecar or edge\n", run.err());
  }

  @Test
  void letsTheUsersOptionsWin() throws Exception {
    Files.writeString(home.folder.resolve("conf/jvm.options"), "# more\n-Xmx300m\n-Dp=\"a b\"\n");

    Run run = home.run(Map.of("MIZZEN_JAVA_OPTS", "-Xmx200m -Dq=*"), "run");

    String flags = run.told("flags");
    assertTrue(flags.indexOf("-Xmx300m") < flags.indexOf("-Xmx200m"), flags);
    assertTrue(flags.indexOf("-Xmx") < flags.indexOf("-Xmx300m"), flags);
    assertTrue(flags.contains("-Dp=a b") && flags.contains("-Dq=*"), flags);
  }

  /** The JVM refuses to start with more heap than there may be. */
  @Test
  void leavesTheHeapToWhomOptionsGiveItsSize() throws Exception {
    assertTrue(home.run("run", "--take-over").told("flags").contains("-Xms48m"));
    Map<String, String> small = Map.of("MIZZEN_JAVA_OPTS", "-Xmx20m");
    assertFalse(home.run(small, "run", "--take-over").told("flags").contains("-Xms4"));
    assertFalse(home.run(small, "run").told("flags").contains("-Xms4"));
    Files.writeString(home.folder.resolve("conf/jvm.options"), "# -Xmx1g\n-Xmx20m\n");
    assertFalse(home.run("run", "--take-over").told("flags").contains("-Xms4"));
    assertFalse(home.run("run").told("flags").contains("-Xms4"));
  }

  @Test
  void looksForNettysLibrariesInTheFolderFirst() throws Exception {
    assertFalse(home.run("run").told("flags").contains("java.library.path"));
    Path libraries = Files.createDirectory(home.folder.resolve("lib/native"));
    Files.createFile(libraries.resolve("libany.so"));

    String flags = home.run(Map.of("LD_LIBRARY_PATH", "/opt/mine"), "run").told("flags");

    String path = "-Djava.library.path=" + libraries.toRealPath() + ":/opt/mine:/usr/java/";
    assertTrue(flags.contains(path), flags);
  }

  @Test
  void spendsTheSecondCompilerOnTrafficOnly() throws Exception {
    assertFalse(home.run("--quiet", "run").told("flags").contains("TieredStopAtLevel"));
    assertTrue(home.run("status").told("flags").contains("-XX:TieredStopAtLevel=1"));
  }

  @Test
  void plansWithTheLimitOfItsControlGroup() throws Exception {
    Path root = scratch.resolve("root");
    pretendMachine(root, "0::/pod/box\n");
    write(root.resolve("sys/fs/cgroup/pod/box/memory.max"), "max\n");
    write(root.resolve("sys/fs/cgroup/pod/memory.max"), (256 << 20) + "\n");

    String flags = home.run(Map.of("MIZZEN_SYSTEM_ROOT", root.toString()), "run").told("flags");

    assertTrue(flags.contains("-Xmx102m"), flags); // 40 %
    assertTrue(flags.contains("-XX:MaxDirectMemorySize=64m"), flags); // 25 %
    assertTrue(flags.contains("-XX:+UseSerialGC"), flags);
  }

  @Test
  void plansWithTheLimitOfAnOldControlGroup() throws Exception {
    Path root = scratch.resolve("root");
    pretendMachine(root, "5:cpu,cpuacct:/box\n4:memory:/box\n");
    write(root.resolve("sys/fs/cgroup/memory/box/memory.limit_in_bytes"), (400 << 20) + "\n");
    write(root.resolve("sys/fs/cgroup/memory/memory.limit_in_bytes"), "9223372036854771712\n");

    String flags = home.run(Map.of("MIZZEN_SYSTEM_ROOT", root.toString()), "run").told("flags");

    assertTrue(flags.contains("-Xmx160m"), flags);
  }

  @Test
  void keepsASidecarSmallOnALargeMachine() throws Exception {
    Path root = scratch.resolve("root");
    pretendMachine(root, "0::/\n");
    Map<String, String> sidecar = Map.of("MIZZEN_SYSTEM_ROOT", root.toString());
    Map<String, String> edge =
        Map.of("MIZZEN_SYSTEM_ROOT", root.toString(), "MIZZEN_PROFILE", "edge");

    assertTrue(home.run(sidecar, "run").told("flags").contains("-Xmx512m"));
    assertTrue(home.run(edge, "run").told("flags").contains("-Xmx8192m"));
  }

  @Test
  void leavesUsr2ToMizzenEvenUnderAProfiler() throws Exception {
    Run run =
        home.run(
            Map.of(
                "MIZZEN_JAVA_OPTS",
                "-XX:StartFlightRecording=settings=profile,filename=/dev/null -Xlog:jfr*=off"),
            "run",
            "count-usr2");

    assertEquals("1", run.told("usr2"), run.err());
    assertEquals(0, run.exit());
  }

  /** 64 GiB. */
  private static void pretendMachine(Path root, String groups) throws Exception {
    write(root.resolve("proc/meminfo"), "MemTotal:       67108864 kB\nMemFree:  1 kB\n");
    write(root.resolve("proc/self/cgroup"), groups);
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
