package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.SpiVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bad folder gives one clear problem, and the good plugin beside it still works. */
class BadPluginFolderTest extends PluginFolderFixture {
  private PluginSet loadWithAGoodOne() throws IOException {
    jars.filter("good", "goodFilter").jarIn(folder);
    PluginSet set = load();
    assertNotNull(set.plugin("good"), set.problems().print());
    return set;
  }

  @Test
  void corruptJar() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "PK no zip");
    assertProblems(
        loadWithAGoodOne(), List.of("MZ3001"), "plugins/broken.jar", "not a readable jar");
  }

  @Test
  void cutJar() throws IOException {
    Path jar = jars.filter("filter-a", "aFilter").jarIn(folder);
    byte[] whole = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
    assertProblems(loadWithAGoodOne(), List.of("MZ3001"), "not a readable jar");
  }

  @Test
  void emptyFileNamedJar() throws IOException {
    Files.write(folder.resolve("empty.jar"), new byte[0]);
    assertProblems(loadWithAGoodOne(), List.of("MZ3001"), "not a readable jar");
  }

  @Test
  void strayFile() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "remember");
    assertProblems(loadWithAGoodOne(), List.of("MZ3001"), "plugins/notes.txt", "not a plugin");
  }

  @Test
  void folderWithoutJar() throws IOException {
    Files.createDirectories(folder.resolve("filter-a").resolve("lib"));
    assertProblems(loadWithAGoodOne(), List.of("MZ3001"), "exactly one jar, this has 0");
  }

  @Test
  void libraryThatIsNoPlugin() throws IOException {
    Files.copy(jars.library("1"), folder.resolve("library.jar"));
    assertProblems(loadWithAGoodOne(), List.of("MZ3001"), "no Plugin-Id", "is this a library?");
  }

  @Test
  void noServiceFile() throws IOException {
    jars.filter("filter-a", "aFilter").service("# nothing\n").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3001"), "names no class in");
  }

  @Test
  void twoClassesInTheServiceFile() throws IOException {
    jars.filter("filter-a", "aFilter").service("a.A\nb.B\n").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3001"), "names 2 classes");
  }

  @Test
  void bundledSpi() throws IOException {
    jars.filter("filter-a", "aFilter")
        .file("io/mizzen/spi/MizzenPlugin.class", classFile(61))
        .jarIn(folder);
    assertProblems(
        loadWithAGoodOne(),
        List.of("MZ3004"),
        "io/mizzen/spi/MizzenPlugin.class",
        "scope 'provided'");
  }

  @Test
  void spiBundledInALibrary() throws IOException {
    Path spi =
        jars.library(
            "io.mizzen.spi.MizzenPlugin",
            "package io.mizzen.spi; public interface MizzenPlugin {}");
    jars.filter("filter-a", "aFilter")
        .file("META-INF/lib/mizzen-spi.jar", Files.readAllBytes(spi))
        .jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3004"), "contains the SPI");
  }

  @Test
  void tooNewClassLevel() throws IOException {
    jars.filter("filter-a", "aFilter").file("p/New.class", classFile(99)).jarIn(folder);
    assertProblems(
        loadWithAGoodOne(),
        List.of("MZ3005"),
        "p/New.class needs Java 55, this is Java " + Runtime.version().feature());
  }

  @Test
  void newerClassesOfAMultiReleaseFolderAreFine() throws IOException {
    jars.filter("filter-a", "aFilter")
        .file("META-INF/versions/55/p/New.class", classFile(99))
        .jarIn(folder);
    assertFine(loadWithAGoodOne());
  }

  /** The first eight bytes are all that is looked at. */
  private static byte[] classFile(int major) {
    return new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) major};
  }

  @ParameterizedTest
  @ValueSource(strings = {">=2.0.0 & <3.0.0", "<0.1.0", "=0.0.1"})
  void rangeThatDoesNotHoldTheSpi(String range) throws IOException {
    jars.filter("filter-a", "aFilter").requires(range).jarIn(folder);
    assertProblems(
        loadWithAGoodOne(),
        List.of("MZ3002"),
        "needs spi " + range + ", this kernel has " + SpiVersion.CURRENT);
  }

  @Test
  void bareVersionAsRange() throws IOException {
    jars.filter("filter-a", "aFilter").requires("0.1.0").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3002"), "a bare version");
  }

  @Test
  void rangeWithoutUpperEnd() throws IOException {
    jars.filter("filter-a", "aFilter").requires(">=0.1.0").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3002"), "no upper end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", ">=1 <2", "whatever", ">=0.1.0 &"})
  void rangeThatIsNone(String range) throws IOException {
    jars.filter("filter-a", "aFilter").requires(range).jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3002"), "is not a range");
  }

  @Test
  void missingRange() throws IOException {
    jars.filter("filter-a", "aFilter").without("Plugin-Requires").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3002"), "no Plugin-Requires");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "one"})
  void versionThatIsNone(String version) throws IOException {
    jars.filter("filter-a", "aFilter").version(version).jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3010"), "Plugin-Version '" + version + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Filter_A", "filter a", "kernel"})
  void idThatIsNone(String id) throws IOException {
    jars.filter("filter-a", "aFilter").manifest("Plugin-Id", id).jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3010"), "Plugin-Id '" + id + "'");
  }

  @Test
  void duplicateId() throws IOException {
    jars.filter("filter-a", "aFilter").jar(folder.resolve("filter-a-1.0.0.jar"));
    jars.filter("filter-a", "aFilter").version("1.1.0").jar(folder.resolve("filter-a-1.1.0.jar"));
    assertProblems(
        loadWithAGoodOne(),
        List.of("MZ3003"),
        "plugins/filter-a-1.1.0.jar",
        "'filter-a' is also provided by plugins/filter-a-1.0.0.jar");
  }

  @Test
  void duplicateComponentNamesBothPlugins() throws IOException {
    jars.filter("filter-a", "same").jarIn(folder);
    jars.filter("filter-b", "same").jarIn(folder);
    PluginSet set = loadWithAGoodOne();
    assertProblems(
        set,
        List.of("MZ3007"),
        "plugins/filter-b.jar",
        "filter 'same' of 'filter-b' is also provided by 'filter-a'");
    assertNull(set.plugin("filter-b"));
    assertEquals("filter-a", set.find(ExtensionPoints.STREAM_FILTERS, "same").plugin());
  }

  @Test
  void missingDependency() throws IOException {
    jars.filter("filter-a", "aFilter").dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(folder);
    assertProblems(
        loadWithAGoodOne(), List.of("MZ3006"), "filter-a -> xbase >=1.0.0 & <2.0.0: not installed");
  }

  @Test
  void deniedDependency() throws IOException {
    jars.filter("xbase", "xFilter").base().jarIn(folder);
    jars.filter("filter-a", "aFilter").dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(folder);
    assertProblems(load("xbase"), List.of("MZ3006"), "refused by plugins.deny");
  }

  @Test
  void dependencyOutOfRange() throws IOException {
    jars.filter("xbase", "xFilter").version("2.1.0").base().jarIn(folder);
    jars.filter("filter-a", "aFilter").dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(folder);
    PluginSet set = loadWithAGoodOne();
    assertProblems(set, List.of("MZ3006"), "plugins/xbase.jar has version 2.1.0");
    assertNotNull(set.plugin("xbase"));
  }

  @Test
  void dependencyWithoutRange() throws IOException {
    jars.filter("xbase", "xFilter").base().jarIn(folder);
    jars.filter("filter-a", "aFilter").dependsOn("xbase").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3006"), "no version range is given");
  }

  @Test
  void dependencyOnAPluginThatIsNoBase() throws IOException {
    jars.filter("filter-b", "bFilter").jarIn(folder);
    jars.filter("filter-a", "aFilter").dependsOn("filter-b@>=1.0.0 & <2.0.0").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3006"), "'filter-b' is not a base plugin");
  }

  @Test
  void optionalDependency() throws IOException {
    jars.filter("filter-a", "aFilter").dependsOn("xbase?@>=1.0.0 & <2.0.0").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3006"), "optional dependency");
  }

  @Test
  void threeLevelsShowTheWholeChain() throws IOException {
    String any = "@>=1.0.0 & <2.0.0";
    jars.filter("level-a", "aFilter").dependsOn("level-b" + any).jarIn(folder);
    jars.filter("level-b", "bFilter").base().dependsOn("level-c" + any).jarIn(folder);
    jars.filter("level-c", "cFilter").base().jarIn(folder);
    assertProblems(
        loadWithAGoodOne(),
        List.of("MZ3006"),
        "level-a -> level-b >=1.0.0 & <2.0.0 -> level-c >=1.0.0 & <2.0.0: more than two levels");
  }

  @Test
  void cycle() throws IOException {
    String any = "@>=1.0.0 & <2.0.0";
    jars.filter("level-a", "aFilter").base().dependsOn("level-b" + any).jarIn(folder);
    jars.filter("level-b", "bFilter").base().dependsOn("level-a" + any).jarIn(folder);
    jars.filter("level-c", "cFilter").base().dependsOn("level-c" + any).jarIn(folder);
    assertProblems(
        loadWithAGoodOne(), List.of("MZ3006", "MZ3006", "MZ3006"), "a cycle", "on itself");
  }

  @Test
  void dependencyThatIsBroken() throws IOException {
    jars.filter("xbase", "xFilter").base().requires("0.1.0").jarIn(folder);
    jars.filter("filter-a", "aFilter").dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3002", "MZ3006"), "plugins/xbase.jar is broken");
  }

  @Test
  void dependencyThatFailsToRegister() throws IOException {
    jars.plugin("xbase").base().jarIn(folder);
    jars.filter("filter-a", "aFilter").dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3009", "MZ3006"), "could not be loaded");
  }

  @Test
  void emptyRegistration() throws IOException {
    jars.plugin("filter-a").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3009"), "added nothing");
  }

  @Test
  void throwingRegistrationLeavesNothingBehind() throws IOException {
    jars.filter("filter-a", "aFilter")
        .registers("if (true) throw new IllegalStateException(\"not today\");")
        .jarIn(folder);
    PluginSet set = loadWithAGoodOne();
    assertProblems(set, List.of("MZ3009"), "register() failed", "not today");
    assertNull(set.find(ExtensionPoints.STREAM_FILTERS, "aFilter"));
  }

  @Test
  void throwingConstructor() throws IOException {
    jars.filter("filter-a", "aFilter")
        .constructor("if (true) throw new IllegalStateException(\"not today\");")
        .jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3009"), "constructor", "not today");
  }

  @Test
  void entryClassThatIsNotThere() throws IOException {
    jars.filter("filter-a", "aFilter").service("a.Missing").jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3009"), "a.Missing, which is not in the jar");
  }

  @Test
  void entryClassThatIsNoPlugin() throws IOException {
    jars.filter("filter-a", "aFilter")
        .source("a.Other", "package a; public class Other {}")
        .service("a.Other")
        .jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3009"), "does not implement MizzenPlugin");
  }

  @Test
  void linkageError() throws IOException {
    Path library = jars.library("gone.Gone", "package gone; public class Gone {}");
    jars.filter("filter-a", "aFilter")
        .compiledWith(library)
        .registers("new gone.Gone();")
        .jarIn(folder);
    assertProblems(loadWithAGoodOne(), List.of("MZ3008"), "gone.Gone", "spi " + SpiVersion.CURRENT);
  }

  @Test
  void badWordsAreAllTold() throws IOException {
    String why = "new io.mizzen.spi.Why(\"%\", io.mizzen.spi.Status.OK, \"x\")";
    String metric = "io.mizzen.spi.telemetry.MetricSpec.counter(\"%\", \"x\")";
    jars.plugin("filter-a")
        .registers(PluginJars.addFilter("Upper"))
        .registers(PluginJars.addFilter("twice") + PluginJars.addFilter("twice"))
        .registers("registrar.why(" + why.replace("%", "notFine") + ");")
        .registers("registrar.why(" + why.replace("%", "limited") + ");")
        .registers("registrar.metric(" + metric.replace("%", "mizzen_mine_total") + ");")
        .jarIn(folder);
    assertProblems(
        loadWithAGoodOne(),
        List.of("MZ3009", "MZ3007", "MZ3009", "MZ3007", "MZ3009"),
        "'Upper'",
        "registered twice",
        "'notFine'",
        "'limited' is also used by 'kernel'",
        "mizzen_mine_total");
  }

  @Test
  void aPointNobodyOpenedAndAFactoryOfTheWrongKind() throws IOException {
    String point = "new io.mizzen.spi.ExtensionPoint<AFilter>(\"%\", AFilter.class)";
    jars.plugin("filter-a")
        .registers("registrar.add(" + point.replace("%", "nothing") + ", new AFilter(\"a\"));")
        .registers("registrar.add(" + point.replace("%", "router") + ", new AFilter(\"b\"));")
        .jarIn(folder);
    assertProblems(
        loadWithAGoodOne(),
        List.of("MZ3009", "MZ3009"),
        "no plugin opens the kind 'nothing'",
        "is no io.mizzen.spi.route.RouterFactory");
  }

  @Test
  void wordsOfTheKernel() throws IOException {
    jars.plugin("service-a")
        .source(
            "s.S",
            "package s; import io.mizzen.spi.Host; import io.mizzen.spi.operate.*;"
                + " public class S implements ServiceFactory<S.C> { public record C() {}"
                + " public String type() { return \"listeners\"; }"
                + " public String summary() { return \"S.\"; }"
                + " public Class<C> configType() { return C.class; }"
                + " public Service create(C config, Host host) { return null; } }")
        .registers("registrar.add(io.mizzen.spi.ExtensionPoints.SERVICES, new s.S());")
        .jarIn(folder);
    assertProblems(
        loadWithAGoodOne(), List.of("MZ3007"), "service 'listeners' is the kernel's own word");
  }

  @Test
  void twoFoldersOfOneNameAreToldApart() throws IOException {
    Path other = Files.createDirectories(temp.resolve("other").resolve("plugins"));
    jars.filter("filter-a", "aFilter").jar(folder.resolve("same.jar"));
    jars.filter("filter-b", "bFilter").requires("0.1.0").jar(other.resolve("same.jar"));
    PluginSet set =
        load(
            List.of(PluginSource.bundled(folder), PluginSource.added(other, "plugins")), List.of());
    assertProblems(set, List.of("MZ3002"), other.toString());
    assertNotNull(set.plugin("filter-a"));
  }

  @Test
  void missingFolderOfTheUser() {
    PluginSource added = PluginSource.added(temp.resolve("mine"), "mine");
    assertProblems(load(List.of(added), List.of()), List.of("MZ3012"), "mine", "does not exist");
  }

  @Test
  void severalAtOnceAreAllListed() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "remember");
    Files.write(folder.resolve("broken.jar"), "PK".getBytes(StandardCharsets.UTF_8));
    jars.filter("filter-a", "same").jarIn(folder);
    jars.filter("filter-b", "same").jarIn(folder);
    jars.filter("filter-c", "cFilter").requires("1.2.3").jarIn(folder);
    jars.plugin("filter-d").jarIn(folder);
    jars.filter("filter-e", "eFilter").dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(folder);

    PluginSet set = loadWithAGoodOne();

    assertProblems(set, List.of("MZ3001", "MZ3001", "MZ3002", "MZ3006", "MZ3007", "MZ3009"));
    assertEquals(List.of("filter-a", "good"), ids(set));
    String report = PluginReport.refusal(set);
    assertTrue(report.startsWith("cannot start: the plugin folder is not in order\n"), report);
    assertTrue(
        report.contains(
            "2 plugins are fine. To run without the broken ones: plugins.onLoadError: skip"),
        report);
  }
}
