package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.OfKind;
import io.mizzen.spi.config.Rest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private final ConfigLoader loader =
      new ConfigLoader(Sample.catalog(), Substitutions.of(name -> null, Path.of("")));

  @TempDir Path folder;

  private Loaded<Sample.Root> load(String text) {
    return loader.load(Sample.Root.class, text, "posted");
  }

  @Test
  void readsAFolderSortedAndPassesOverHiddenFiles() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), "clusters: [{name: two, protocol: http1}]");
    Files.writeString(folder.resolve("a.yml"), "clusters: [{name: one, protocol: http1}]");
    Files.writeString(folder.resolve(".c.yaml"), "broken: [");
    Files.writeString(folder.resolve("notes.txt"), "broken: [");
    Loaded<Sample.Root> loaded = loader.load(Sample.Root.class, folder);
    assertTrue(loaded.finish(), loaded.report());
    assertNotNull(loaded.value());
    List<String> names = loaded.value().clusters().stream().map(Sample.Cluster::name).toList();
    assertEquals(List.of("one", "two"), names);
    assertEquals(folder.resolve("a.yml") + " + 1 included", loaded.sources().label());
  }

  @Test
  void readsAFileOnceHoweverOftenItIsNamed() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "include: [\"*.yaml\", b.yaml]\nnode: {id: x}");
    Files.writeString(
        folder.resolve("b.yaml"), "include: a.yaml\nclusters: [{name: one, protocol: http1}]");
    Loaded<Sample.Root> loaded =
        loader.load(Sample.Root.class, folder.resolve("a.yaml"), folder.resolve("b.yaml"));
    assertTrue(loaded.finish(), loaded.report());
    assertEquals(2, loaded.sources().names().size());
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    Loaded<Sample.Root> missing = loader.load(Sample.Root.class, Path.of("no-such.yaml"));
    assertFalse(missing.finish());
    assertEquals(
        """
        no-such.yaml: error[MZ1005]: cannot read no-such.yaml: no such file

        configuration: 1 error, 0 warnings
        """,
        missing.report());
    Path latin1 = folder.resolve("latin1.yaml");
    Files.write(latin1, "node: {id: \u00fc}".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(loader.load(Sample.Root.class, latin1).report().contains("it is not UTF-8"));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertTrue(loader.load(Sample.Root.class, empty).report().contains("holds no *.yaml file"));
  }

  @Test
  void aTextThatIsNoFileCannotInclude() {
    Loaded<Sample.Root> loaded = load("include: [\"/etc/*\"]");
    assertFalse(loaded.finish());
    assertTrue(loaded.problems().has("MZ1006"));
  }

  @Test
  void columnsCountCharactersNotBytesOrUtf16Units() {
    Loaded<Sample.Root> loaded = load("node: {id: \"\uD83D\uDE00\u00fc\", lables: {}}");
    assertEquals(
        """
        posted:1:18: error[MZ1201]: unknown property 'lables' in node
           1 | node: {id: "\uD83D\uDE00\u00fc", lables: {}}
             |                  ^^^^^^
             = path:     node.lables
             = expected: one of id, labels
             = help:     did you mean 'labels'?

        posted: 1 error, 0 warnings
        """,
        loaded.report());
  }

  @Test
  void showsOnlyAPartOfAVeryLongLine() {
    String padding = "x".repeat(1000);
    Loaded<Sample.Root> loaded =
        load("{node: {id: " + padding + ", lables: {}}, x-y: " + padding + "}");
    Place.Excerpt excerpt = loaded.problems().all().get(0).place().excerpt();
    assertNotNull(excerpt);
    assertEquals(160, excerpt.text().length());
    assertEquals("lables", excerpt.text().substring(excerpt.column(), excerpt.column() + 6));
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkMoveNothing() throws IOException {
    Path file = folder.resolve("windows.yaml");
    Files.writeString(file, "\uFEFFversion: 1\r\nnode:\r\n  lables: {}\r\n");
    Place place = loader.load(Sample.Root.class, file).problems().all().get(0).place();
    assertEquals(3, place.line());
    assertEquals(3, place.column());
    assertNotNull(place.excerpt());
    assertEquals("  lables: {}", place.excerpt().text());
  }

  @Test
  void aDeferredPartIsBoundOnceAndComparedByValue() {
    String route = "{name: %s, match: {prefix: /a, hosts: [x]}, rewrite: /b}";
    Loaded<Sample.Root> loaded =
        load(
            "routeTables: [{name: web, router: httpRouter, routes: ["
                + route.replace("%s", "a")
                + ", "
                + "{name: b, rewrite: /b, match: {hosts: [x], prefix: /a}}]}]");
    assertNotNull(loaded.value());
    Sample.Route first = loaded.value().routeTables().get(0).routes().get(0);
    Sample.Route second = loaded.value().routeTables().get(0).routes().get(1);
    assertEquals(first.match(), second.match());
    assertEquals(first.rest(), second.rest());
    assertNotNull(first.match());
    Sample.HttpMatch match = first.match().bind(Sample.HttpMatch.class);
    assertNotNull(match);
    assertEquals("/a", match.prefix());
    assertSame(match, first.match().bind(Sample.HttpMatch.class));
    assertEquals("posted:1:73", first.match().place());
    assertEquals("posted:1:82", loaded.origins().of(match, "prefix").toString());
  }

  @Test
  void aBrokenDeferredPartIsNullAndReportedOnce() {
    Loaded<Sample.Root> loaded =
        load("routeTables: [{name: web, router: httpRouter, routes: [{match: {prefix: [1]}}]}]");
    assertNotNull(loaded.value());
    Sample.Route route = loaded.value().routeTables().get(0).routes().get(0);
    assertNotNull(route.match());
    assertNull(route.match().bind(Sample.HttpMatch.class));
    assertNull(route.match().bind(Sample.HttpMatch.class));
    assertFalse(loaded.finish());
    assertEquals(1, loaded.problems().errors());
  }

  @Test
  void soundPartsOfABrokenConfigurationAreStillThere() {
    Loaded<Sample.Root> loaded =
        load(
            """
            clusters:
              - {name: good, protocol: http1}
              - {name: bad, protocol: http1, endpoints: [nowhere]}
            """);
    assertNull(loaded.value());
    List<Sample.Cluster> clusters = loaded.origins().all(Sample.Cluster.class);
    assertEquals(List.of("good"), clusters.stream().map(Sample.Cluster::name).toList());
  }

  @Test
  void laterStagesAddProblemsWithThePlaceOfAValue() {
    Loaded<Sample.Root> loaded =
        load("x-c: &c {name: a, protocol: http1, endpoints: [\":1\", \":2\"]}\nclusters: [*c]");
    assertNotNull(loaded.value());
    Sample.Cluster cluster = loaded.value().clusters().get(0);
    Origins origins = loaded.origins();
    assertTrue(origins.isSet(cluster, "endpoints"));
    assertFalse(origins.isSet(cluster, "panic"));
    assertEquals("clusters[a].endpoints", origins.of(cluster, "endpoints").path());
    assertEquals("posted:1:54", origins.of(cluster.endpoints().get(1)).toString());
    assertEquals("/clusters/0", origins.of(cluster, "panic").pointer().substring(0, 11));
    loaded
        .problems()
        .add(
            origins
                .warning("MZ2001", "too few endpoints", cluster, "endpoints")
                .help("add some")
                .see(origins.of(cluster), "of this cluster"));
    assertTrue(loaded.finish());
    assertEquals(
        """
        posted:1:47: warning[MZ2001]: too few endpoints
           1 | x-c: &c {name: a, protocol: http1, endpoints: [":1", ":2"]}
             |                                               ^
             = path:     clusters[a].endpoints
             = help:     add some
             = see:      posted:2:12 used here
             = see:      posted:1:6 of this cluster

        posted: 0 errors, 1 warning
        """,
        loaded.report());
  }

  @Test
  void textsCanBeReleasedAndPlacesStay() {
    Loaded<Sample.Root> loaded = load("clusters: [{name: a, protocol: http1}]");
    assertNotNull(loaded.value());
    loaded.releaseTexts();
    Place place = loaded.origins().of(loaded.value().clusters().get(0), "name");
    assertEquals("posted:1:19", place.toString());
    assertNull(place.excerpt());
  }

  /** Services: any unknown key is the type of an extension. */
  record Keys(int version, @Rest @OfKind("filter") Map<String, Component> others) {}

  @Test
  void aRestMayBeAMapOfExtensions() {
    Loaded<Keys> loaded =
        loader.load(Keys.class, "version: 1\nconcurrencyLimit: {max: 3}\naccessLog:\n", "posted");
    assertTrue(loaded.finish(), loaded.report());
    assertNotNull(loaded.value());
    Component limit = loaded.value().others().get("concurrencyLimit");
    assertEquals(new Sample.ConcurrencyLimit(3, 0, null), limit.config());
    assertTrue(loaded.value().others().containsKey("accessLog"));
    assertEquals(
        "version: 1\nconcurrencyLimit:\n  max: 3\n  queue: 0\naccessLog: {}\n",
        loaded.effective().toYaml());
    Loaded<Keys> wrong = loader.load(Keys.class, "version: 1\naccesLog: {}", "posted");
    assertTrue(wrong.report().contains("did you mean 'accessLog'?"), wrong.report());
  }

  @Test
  void aThousandMistakesAreCountedAndFiftyShown() {
    StringBuilder text = new StringBuilder("clusters:\n");
    for (int i = 0; i < 1500; i++) {
      text.append("  - {name: c").append(i).append(", protocol: nope}\n");
    }
    String report = load(text.toString()).report();
    assertEquals(50, report.split("error\\[", -1).length - 1);
    assertTrue(report.endsWith("... and 1450 more\n\nposted: 1500 errors, 0 warnings\n"));
  }

  @Test
  void versionsAreEqualForEqualMeaningOnly() {
    String one = "clusters: [{name: a, protocol: http1, connectTimeout: 1000ms}]";
    String same =
        "# other words\nclusters:\n  - protocol: {type: http1, config: }\n    name: \"a\"\n";
    String other = "clusters: [{name: a, protocol: http1, connectTimeout: 2s}]";
    String version = load(one).effective().version();
    assertEquals(8, version.length());
    assertEquals(version, load(same).effective().version());
    assertNotEquals(version, load(other).effective().version());
  }

  @Test
  void theEffectiveFormLoadsAgainToTheSame() {
    Loaded<Sample.Root> first =
        load(
            """
            node: {id: "on", labels: {a: "true", b: "- x: y", c: "$${no}", d: "1e3", e: "\\u0007"}}
            clusters: [{name: a, protocol: http1, endpoints: ["[::1]:80"], panic: 0.25}]
            """);
    assertNotNull(first.value(), first.report());
    Loaded<Sample.Root> again = load(first.effective().toYaml());
    assertEquals(first.value(), again.value());
  }

  @Test
  void originsStandBehindEveryValue() {
    Loaded<Sample.Root> loaded = load("clusters:\n  - name: a\n    protocol: http1\n");
    String yaml = loaded.effective().toYaml(Effective.Detail.ORIGINS);
    assertTrue(yaml.contains("  - name: a  # posted:2\n"), yaml);
    assertTrue(yaml.contains("      type: http1  # posted:3\n"), yaml);
    assertTrue(yaml.contains("    connectTimeout: 1s  # default\n"), yaml);
  }

  @Test
  void differencesNameElementsAndHideSecrets() {
    Effective before =
        load("""
                admin: {token: "one secret", socket: a}
                clusters:
                  - {name: a, protocol: http1, endpoints: [":1"]}
                  - {name: b, protocol: http1}
                """)
            .effective();
    Effective after =
        load("""
                admin: {token: "two secrets", socket: a}
                clusters:
                  - {name: c, protocol: bolt, connectTimeout: 2s}
                  - {name: a, protocol: http1, endpoints: [":1"], connectTimeout: 5s}
                """)
            .effective();
    List<String> changes = before.changesTo(after).stream().map(Change::toString).toList();
    assertEquals(
        List.of(
            "~ admin.token: \"***\" -> \"***\"",
            "~ clusters[a].connectTimeout: 1s -> 5s",
            "- clusters[b]: {name: b, protocol: {type: http1, config: {maxHeaderBytes: 32KiB,"
                + " maxConnections: 100, keepAlive: 1m}}, loadBalancer: {type: roundRobin},"
                + " connectTimeout: 1s, maxPending: 1MiB, panic: 0.5, endpoints: []}",
            "+ clusters[c]: {name: c, protocol: {type: bolt, config: {maxFrame: 8MiB,"
                + " idleTimeout: 90s, heartbeat: 15s}}, loadBalancer: {type: roundRobin},"
                + " connectTimeout: 2s, maxPending: 1MiB, panic: 0.5, endpoints: []}"),
        changes);
    assertEquals(List.of(), before.changesTo(before));
  }
}
