package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Distributions that the assembled one builds from manifests. */
@Timeout(600)
final class DistBuilderTest {
  private static final int FINE = 0;
  private static final int WRONG = 1;
  private static final int PLUGINS = 3;

  @TempDir Path folder;
  private Path manifest;
  private Path repository;

  @BeforeEach
  void places() {
    manifest = folder.resolve("mizzen-dist.yaml");
    repository = folder.resolve("repository");
  }

  // ---- what is built ---------------------------------------------------------------------------

  @Test
  void theEdgeIsBuiltTwiceAlikeAndProxies() throws Exception {
    init("edge");
    Path home = buildsTwiceAlike("edge-1.0.0");
    File sbom = home.resolve("sbom.cdx.json").toFile();
    assertEquals(List.of(), new JsonParser().validate(sbom, Version.VERSION_15), "the schema");
    assertEquals("edge", new JsonParser().parse(sbom).getMetadata().getComponent().getName());
    assertTrue(
        Files.readString(home.resolve("share/doc/reference/components.md")).contains("http2"));
    assertFalse(Files.readString(home.resolve("schema/mizzen.schema.json")).contains("\"bolt\""));
    proxies(home, "web");
  }

  @Test
  void theSidecarIsBuiltTwiceAlikeAndProxies() throws Exception {
    init("sidecar");
    Path home = buildsTwiceAlike("sidecar-1.0.0");
    assertTrue(Files.isDirectory(home.resolve("plugins/discovery-file/lib")), "unpacked ahead");
    proxies(home, "http");
  }

  @Test
  void oneWithAForeignPluginIsBuiltTwiceAlikeAndProxies() throws Exception {
    init("edge");
    foreign("1.0.0", "acmeStamp");
    edit("  - admin\n", "  - admin\n  - com.acme:acme-stamp:1.0.0\n");
    edit("files:", "repositories: [\"file:repository\"]\nfiles:");
    Path config = folder.resolve("conf/mizzen.yaml");
    Files.writeString(
        config, Files.readString(config).replace("{type: accessLog}", "{type: acmeStamp}"));
    Path home = buildsTwiceAlike("edge-1.0.0");
    assertTrue(
        Files.readString(home.resolve("sbom.cdx.json"))
            .contains("pkg:maven/com.acme/acme-stamp@1.0.0"));
    try (RunningProxy proxy = new RunningProxy(home, folder.resolve("run"), "web")) {
      HttpResponse<String> answer = proxy.get("/x");
      assertEquals("hello /x", answer.body());
      assertEquals("yes", answer.headers().firstValue("x-acme-stamp").orElse("none"));
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(
        other.resolve("mizzen-dist.lock"),
        Files.readString(folder.resolve("mizzen-dist.lock")).replace("1.0.0", "0.9.0"));
    Command diff =
        Command.run(
            "dist", "diff", other.toString(), folder.resolve("mizzen-dist.lock").toString());
    assertEquals(WRONG, diff.code());
    assertTrue(diff.out().contains("acme-stamp 0.9.0 -> 1.0.0"), diff.all());
  }

  @Test
  void theImageIsWholeAlsoOnABase() throws Exception {
    init("edge");
    edit("formats: [tarGz, oci]", "formats: [oci]");
    assertEquals(FINE, build().code());
    Path first = folder.resolve("build/edge-1.0.0.oci");
    assertEquals(2, layers(first), "kernel; plugins and configuration");
    Files.move(first, folder.resolve("base"));
    edit("formats: [oci]", "formats: [oci]\n  oci: {base: base, user: 4711, tag: \"acme/edge:1\"}");
    Command second = build();
    assertEquals(FINE, second.code(), second.all());
    assertEquals(4, layers(first), "those of the base, then ours");
    assertTrue(Files.readString(first.resolve("index.json")).contains("acme/edge:1"));
    assertTrue(Files.readString(folder.resolve("mizzen-dist.lock")).contains("base: \"sha256:"));
    Files.delete(folder.resolve("base/index.json"));
    Command third = build();
    assertEquals(PLUGINS, third.code(), third.all());
    assertTrue(third.err().contains("error[MZ4010]"), third.err());
  }

  /** Follows the layout from its index, comparing every hash; the number of layers. */
  private static int layers(Path layout) throws Exception {
    Map<?, ?> index = json(Files.readAllBytes(layout.resolve("index.json")));
    Map<?, ?> manifest = json(blob(layout, ((List<?>) index.get("manifests")).get(0)));
    Map<?, ?> config = json(blob(layout, manifest.get("config")));
    List<?> layers = (List<?>) manifest.get("layers");
    List<?> diffIds = (List<?>) ((Map<?, ?>) config.get("rootfs")).get("diff_ids");
    assertEquals(layers.size(), diffIds.size());
    for (int i = 0; i < layers.size(); i++) {
      byte[] packed = blob(layout, layers.get(i));
      try (java.util.zip.GZIPInputStream in =
          new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
        assertEquals(diffIds.get(i), digest(in.readAllBytes()), "layer " + i);
      }
    }
    return layers.size();
  }

  private static byte[] blob(Path layout, Object descriptor) throws Exception {
    Map<?, ?> described = (Map<?, ?>) descriptor;
    String digest = String.valueOf(described.get("digest"));
    byte[] bytes = Files.readAllBytes(layout.resolve("blobs").resolve(digest.replace(':', '/')));
    assertEquals(digest, digest(bytes));
    assertEquals(described.get("size"), bytes.length);
    return bytes;
  }

  private static String digest(byte[] bytes) throws Exception {
    byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
    return "sha256:" + java.util.HexFormat.of().formatHex(digest);
  }

  private static Map<?, ?> json(byte[] text) {
    org.yaml.snakeyaml.LoaderOptions options = new org.yaml.snakeyaml.LoaderOptions();
    String json = new String(text, java.nio.charset.StandardCharsets.UTF_8);
    return (Map<?, ?>)
        new org.yaml.snakeyaml.Yaml(new org.yaml.snakeyaml.constructor.SafeConstructor(options))
            .load(json);
  }

  private void init(String preset) {
    Command init = Command.run("dist", "init", "--preset", preset, folder.toString());
    assertEquals(FINE, init.code(), init.all());
    for (String name : List.of("mizzen-dist.yaml", "conf/mizzen.yaml", "conf/routes.test.yaml")) {
      assertEquals(sample(preset, name), read(folder.resolve(name)), "as in share/samples/dist");
    }
  }

  private static String sample(String preset, String name) {
    return read(
        Path.of(System.getProperty("mizzen.home"), "share", "samples", "dist", preset)
            .resolve(name));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Command build(String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "dist",
                "build",
                "-f",
                manifest.toString(),
                "--local-repository",
                folder.resolve("m2").toString(),
                "--artifacts",
                folder.resolve("artifacts").toString()));
    words.addAll(List.of(more));
    return Command.run(words.toArray(new String[0]));
  }

  private Path buildsTwiceAlike(String name) throws IOException {
    Command first = build();
    assertEquals(FINE, first.code(), first.all());
    Map<String, Long> before = contents();
    String lock = Files.readString(folder.resolve("mizzen-dist.lock"));
    Command second = build("--offline", "--frozen");
    assertEquals(FINE, second.code(), second.all());
    assertTrue(second.out().contains("unchanged"), second.out());
    assertEquals(before, contents(), "byte for byte");
    assertEquals(lock, Files.readString(folder.resolve("mizzen-dist.lock")));
    return folder.resolve("build").resolve(name);
  }

  /** What was written, by name, with its checksum. */
  private Map<String, Long> contents() throws IOException {
    Map<String, Long> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.resolve("build"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        java.util.zip.CRC32 sum = new java.util.zip.CRC32();
        sum.update(Files.readAllBytes(file));
        sums.put(folder.relativize(file).toString(), sum.getValue());
      }
    }
    assertTrue(sums.keySet().stream().anyMatch(file -> file.endsWith(".tar.gz")));
    assertTrue(sums.keySet().stream().anyMatch(file -> file.endsWith(".oci/index.json")));
    return sums;
  }

  private void proxies(Path home, String listener) throws Exception {
    try (RunningProxy proxy = new RunningProxy(home, folder.resolve("run"), listener)) {
      HttpResponse<String> answer = proxy.get("/orders");
      assertEquals(200, answer.statusCode());
      assertEquals("hello /orders", answer.body());
    }
  }

  private void edit(String from, String to) throws IOException {
    String text = Files.readString(manifest);
    assertTrue(text.contains(from), text);
    Files.writeString(manifest, text.replace(from, to));
  }

  private Path foreign(String version, String type) throws IOException {
    Path jar =
        repository.resolve("com/acme/acme-stamp/" + version + "/acme-stamp-" + version + ".jar");
    Path scratch = Files.createTempDirectory(folder, "foreign");
    String source = ForeignPlugin.stamp(type);
    Map<String, String> says = ForeignPlugin.manifest("acme-stamp", version);
    return ForeignPlugin.jar(jar, scratch, "com.acme.stamp.Stamp", source, says);
  }

  // ---- what is refused -------------------------------------------------------------------------

  private void refuses(int code, String... words) {
    Command build = build();
    assertEquals(code, build.code(), build.all());
    for (String word : words) {
      assertTrue(build.err().contains(word), () -> word + " is not in:\n" + build.err());
    }
    assertFalse(Files.exists(folder.resolve("mizzen-dist.lock")), "no lock");
    try (Stream<Path> files = Stream.of(folder.resolve("build")).filter(Files::exists)) {
      files.forEach(
          build1 -> assertEquals(0, build1.toFile().list().length, "nothing half-written"));
    }
  }

  @Test
  void aMissingPluginIsRefused() throws IOException {
    init("edge");
    edit("  - admin\n", "  - admni\n  - com.acme:nowhere:1.0.0\n  - path: gone.jar\n");
    edit("files:", "repositories: [\"file:repository\"]\nfiles:");
    refuses(
        PLUGINS,
        "mizzen-dist.yaml:8:5: error[MZ4001]: this Mizzen has no plugin 'admni'",
        "did you mean 'admin'?",
        "mizzen-dist.yaml:9:5: error[MZ4001]: com.acme:nowhere:1.0.0 is in none of:",
        "mizzen-dist.yaml:10:11: error[MZ4001]: there is no file gone.jar",
        "nothing was built");
  }

  @Test
  void aVersionConflictIsRefused() throws IOException {
    init("edge");
    foreign("1.0.0", "acmeStamp");
    foreign("2.0.0", "acmeStamp");
    edit("  - admin\n", "  - com.acme:acme-stamp:1.0.0\n  - com.acme:acme-stamp:2.0.0\n");
    edit("files:", "repositories: [\"file:repository\"]\nfiles:");
    refuses(
        PLUGINS,
        "mizzen-dist.yaml:9:5: error[MZ4003]: plugin 'acme-stamp' is here as 1.0.0 and as 2.0.0",
        "keep one of the two");
  }

  @Test
  void aPluginForAnotherSpiIsRefused() throws IOException {
    init("edge");
    Map<String, String> says = new TreeMap<>(ForeignPlugin.manifest("acme-stamp", "1.0.0"));
    says.put("Plugin-Requires", ">=2.0.0 & <3.0.0");
    Path jar = folder.resolve("acme.jar");
    String source = ForeignPlugin.stamp("acmeStamp");
    ForeignPlugin.jar(jar, folder.resolve("f"), "com.acme.stamp.Stamp", source, says);
    edit("  - admin\n", "  - admin\n  - path: acme.jar\n");
    refuses(
        PLUGINS, "mizzen-dist.yaml:9:11: error[MZ3002]: acme-stamp: needs spi >=2.0.0 & <3.0.0");
  }

  @Test
  void twoPluginsWithOneTypeAreRefused() throws IOException {
    init("edge");
    foreign("1.0.0", "accessLog");
    edit("  - admin\n", "  - admin\n  - com.acme:acme-stamp:1.0.0\n");
    edit("files:", "repositories: [\"file:repository\"]\nfiles:");
    refuses(PLUGINS, "error[MZ3007]", "accessLog", "acme-stamp", "filter-accesslog");
  }

  @Test
  void aConfigurationThatNeedsAPluginLeftOutIsRefused() throws IOException {
    init("edge");
    edit("  - filter-accesslog\n", "");
    refuses(
        WRONG,
        "conf/mizzen.yaml:9:26: error[MZ1401]",
        "accessLog",
        "filter-accesslog",
        "error[MZ4007]: conf/mizzen.yaml is not valid with exactly these plugins");
  }

  @Test
  void routesThatGoElsewhereAreRefused() throws IOException {
    init("edge");
    Path cases = folder.resolve("conf/routes.test.yaml");
    Files.writeString(cases, Files.readString(cases).replace("cluster: service", "cluster: other"));
    refuses(WRONG, "FAILED everything goes to the service", "error[MZ4007]");
  }

  @Test
  void aTamperedJarIsRefusedAndWhatWasBuiltStays() throws IOException {
    init("edge");
    Path jar = foreign("1.0.0", "acmeStamp");
    edit("  - admin\n", "  - admin\n  - com.acme:acme-stamp:1.0.0\n");
    edit("files:", "repositories: [\"file:repository\"]\nfiles:");
    Command first = build();
    assertEquals(FINE, first.code(), first.all());
    Map<String, Long> before = contents();
    foreign("1.0.0", "acmeStamp2");
    Command second = build();
    assertEquals(PLUGINS, second.code(), second.all());
    assertTrue(second.err().contains("mizzen-dist.yaml:9:5: error[MZ4004]: " + jar), second.err());
    assertTrue(second.err().contains("mizzen dist lock"), second.err());
    assertEquals(before, contents(), "as it was");
    Command lock =
        Command.run(
            "dist",
            "lock",
            "-f",
            manifest.toString(),
            "--offline",
            "--local-repository",
            folder.resolve("m2").toString());
    assertEquals(FINE, lock.code(), lock.all());
    assertTrue(lock.out().contains("acme-stamp 1.0.0 (other contents)"), lock.out());
    assertEquals(FINE, build("--frozen").code());
  }

  @Test
  void aLicenceThatIsForbiddenIsRefused() throws IOException {
    init("edge");
    edit("checks:\n", "checks:\n  forbidLicenses: [Apache-2.0]\n  allowStability: [stable]\n");
    refuses(PLUGINS, "mizzen-dist.yaml:8:5: error[MZ4006]: admin has the licence Apache-2.0");
  }

  @Test
  void frozenRefusesWhatIsNotLocked() {
    init("edge");
    Command build = build("--frozen");
    assertEquals(WRONG, build.code(), build.all());
    assertTrue(build.err().contains("error[MZ4009]"), build.err());
  }

  // ---- plugin install, remove ------------------------------------------------------------------

  @Test
  void aPluginIsInstalledReplacedAndRemoved() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    foreign("1.0.0", "acmeStamp");
    Path newer = foreign("1.1.0", "acmeStamp");
    Command install =
        Command.run(
            "plugin",
            "install",
            "com.acme:acme-stamp:1.0.0",
            "--into",
            plugins.toString(),
            "--repository",
            repository.toUri().toString(),
            "--offline",
            "--local-repository",
            folder.resolve("m2").toString());
    assertEquals(FINE, install.code(), install.all());
    assertTrue(Files.exists(plugins.resolve("acme-stamp-1.0.0.jar")));
    Command replace =
        Command.run("plugin", "install", newer.toString(), "--into", plugins.toString());
    assertEquals(FINE, replace.code(), replace.all());
    assertTrue(replace.out().contains("replaces acme-stamp-1.0.0.jar"), replace.out());
    assertEquals(List.of("acme-stamp-1.1.0.jar"), List.of(plugins.toFile().list()));
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    Command refused =
        Command.run("plugin", "install", broken.toString(), "--into", plugins.toString());
    assertEquals(WRONG, refused.code(), refused.all());
    assertTrue(refused.err().contains("error[MZ3001]"), refused.err());
    Command remove = Command.run("plugin", "remove", "acme-stamp", "--from", plugins.toString());
    assertEquals(FINE, remove.code(), remove.all());
    assertEquals(0, plugins.toFile().list().length);
  }

  @Test
  void aPluginThatDoesNotFitIsNotInstalled() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    foreign("1.0.0", "acmeStamp");
    Path jar = foreign("1.0.0", "acmeStamp");
    Map<String, String> says = ForeignPlugin.manifest("acme-other", "1.0.0");
    Path clash = folder.resolve("clash.jar");
    String source = ForeignPlugin.stamp("acmeStamp");
    ForeignPlugin.jar(clash, folder.resolve("f"), "com.acme.stamp.Stamp", source, says);
    assertEquals(
        FINE,
        Command.run("plugin", "install", jar.toString(), "--into", plugins.toString()).code());
    Command refused =
        Command.run("plugin", "install", clash.toString(), "--into", plugins.toString());
    assertEquals(PLUGINS, refused.code(), refused.all());
    assertTrue(refused.err().contains("error[MZ3007]"), refused.err());
    assertTrue(refused.err().contains("nothing was installed"), refused.err());
    assertEquals(List.of("acme-stamp-1.0.0.jar"), List.of(plugins.toFile().list()));
  }
}
