package io.mizzen.tools.dist;

import io.mizzen.kernel.config.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * An image as an OCI layout folder (image-spec 1.1), made of files alone: no daemon, no registry.
 *
 * <pre>
 *   oci-layout   index.json -> blobs/sha256/&lt;manifest&gt; -> config, layers of the base, our two layers
 * </pre>
 *
 * <p>What changes seldom (kernel, libraries) and what changes often (plugins, configuration) are
 * two layers. {@code skopeo copy oci:FOLDER docker://...} publishes it, {@code podman load} and
 * {@code docker load} read it.
 */
final class OciImage {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  /** As {@link TarWriter#TIME_SECONDS}. */
  private static final String TIME = "1980-01-01T00:00:00Z";

  /** Where it is in the image. */
  private static final String PREFIX = "opt/mizzen";

  private final Path layout;

  /**
   * @param layout the folder to write, new
   */
  OciImage(Path layout) {
    this.layout = layout;
  }

  /** A layer, or the image another one starts from. */
  private record Layer(Map<String, Object> descriptor, String diffId) {}

  /**
   * The image to start from.
   *
   * @param digest of its manifest, for the lock
   */
  record Base(
      Path layout, String digest, Map<String, Object> manifest, Map<String, Object> config) {
    /**
     * Reads a layout.
     *
     * @throws IOException if it is none, or not of one platform
     */
    static Base read(Path layout) throws IOException {
      Map<String, Object> index = json(Files.readString(layout.resolve("index.json")));
      String digest = onlyManifest(layout, index);
      Map<String, Object> manifest = blob(layout, digest);
      String config = String.valueOf(map(manifest.get("config")).get("digest"));
      return new Base(layout, digest, manifest, blob(layout, config));
    }

    private static String onlyManifest(Path layout, Map<String, Object> index) throws IOException {
      List<Map<String, Object>> manifests = new ArrayList<>();
      for (Object each : list(index.get("manifests"))) {
        manifests.add(map(each));
      }
      if (manifests.size() != 1) {
        throw new IOException(
            "it has " + manifests.size() + " images, must be one: copy that of one platform");
      }
      String digest = String.valueOf(manifests.get(0).get("digest"));
      boolean isIndex = INDEX.equals(manifests.get(0).get("mediaType"));
      return isIndex ? onlyManifest(layout, blob(layout, digest)) : digest;
    }
  }

  /**
   * Writes the layout.
   *
   * @param root the folder of the distribution
   * @param base what it starts from, or null for our own layers only
   * @return the digest of the image
   */
  String write(Path root, DistManifest.Dist dist, DistManifest.Oci options, @Nullable Base base)
      throws IOException {
    Files.createDirectories(layout.resolve("blobs").resolve("sha256"));
    List<Path> seldom = new ArrayList<>();
    List<Path> often = new ArrayList<>();
    for (Path file : Staging.files(root)) {
      String top = root.relativize(file).getName(0).toString();
      boolean isKernel = top.equals("bin") || top.equals("lib");
      (isKernel ? seldom : often).add(file);
    }
    often.add(root.resolve("cache"));
    List<Layer> layers = List.of(layer(root, seldom), layer(root, often));
    List<Object> descriptors = new ArrayList<>();
    List<Object> diffIds = new ArrayList<>();
    if (base != null) {
      for (Object each : list(base.manifest().get("layers"))) {
        descriptors.add(each);
        copyBlob(base.layout(), String.valueOf(map(each).get("digest")));
      }
      diffIds.addAll(list(map(base.config().get("rootfs")).get("diff_ids")));
    }
    for (Layer layer : layers) {
      descriptors.add(layer.descriptor());
      diffIds.add(layer.diffId());
    }
    Map<String, Object> config = put(CONFIG, Json.write(config(dist, options, base, diffIds)));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MANIFEST);
    manifest.put("config", config);
    manifest.put("layers", descriptors);
    Map<String, Object> image = put(MANIFEST, Json.write(manifest));
    String tag = options.tag().isEmpty() ? dist.name() + ":" + dist.version() : options.tag();
    image.put("annotations", Map.of("org.opencontainers.image.ref.name", tag));
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", INDEX);
    index.put("manifests", List.of(image));
    Files.writeString(layout.resolve("index.json"), Json.write(index));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}\n");
    return String.valueOf(image.get("digest"));
  }

  private static Map<String, Object> config(
      DistManifest.Dist dist, DistManifest.Oci options, @Nullable Base base, List<Object> diffIds) {
    Map<String, Object> run = new LinkedHashMap<>();
    if (base != null && base.config().get("config") != null) {
      run.putAll(map(base.config().get("config")));
    }
    run.put("User", String.valueOf(options.user()));
    run.put("Entrypoint", List.of("/" + PREFIX + "/bin/mizzen"));
    run.put(
        "Cmd",
        options.command().isEmpty()
            ? List.of("run", "-c", "conf/mizzen.yaml", "--instance", "/tmp/mizzen")
            : options.command());
    run.put("WorkingDir", "/" + PREFIX);
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("org.opencontainers.image.title", dist.name());
    labels.put("org.opencontainers.image.version", dist.version());
    if (!dist.summary().isEmpty()) {
      labels.put("org.opencontainers.image.description", dist.summary());
    }
    run.put("Labels", labels);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("created", TIME);
    Object architecture = base == null ? "amd64" : base.config().get("architecture");
    config.put("architecture", architecture);
    config.put("os", "linux");
    config.put("config", run);
    Map<String, Object> rootfs = new LinkedHashMap<>();
    rootfs.put("type", "layers");
    rootfs.put("diff_ids", diffIds);
    config.put("rootfs", rootfs);
    return config;
  }

  /** A layer goes to a temporary name first: its name is its hash. */
  private Layer layer(Path root, List<Path> files) throws IOException {
    Path part = layout.resolve("blobs").resolve(".part");
    MessageDigest packed = Digests.sha256();
    MessageDigest plain = Digests.sha256();
    try (OutputStream file = new DigestOutputStream(Files.newOutputStream(part), packed);
        OutputStream gzip = new GZIPOutputStream(file);
        TarWriter tar = new TarWriter(new DigestOutputStream(gzip, plain))) {
      tar.add(root, files, PREFIX);
    }
    String digest = Digests.hex(packed.digest());
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", LAYER);
    descriptor.put("digest", "sha256:" + digest);
    descriptor.put("size", Files.size(part));
    Files.move(part, layout.resolve("blobs").resolve("sha256").resolve(digest));
    return new Layer(descriptor, "sha256:" + Digests.hex(plain.digest()));
  }

  private Map<String, Object> put(String type, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String digest = Digests.sha256(bytes);
    Files.write(layout.resolve("blobs").resolve("sha256").resolve(digest), bytes);
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", type);
    descriptor.put("digest", "sha256:" + digest);
    descriptor.put("size", bytes.length);
    return descriptor;
  }

  private void copyBlob(Path from, String digest) throws IOException {
    Path target = layout.resolve("blobs").resolve("sha256").resolve(digest.replace("sha256:", ""));
    if (Files.notExists(target)) {
      Files.copy(blobFile(from, digest), target);
      if (!Digests.sha256(target).equals(digest.replace("sha256:", ""))) {
        throw new IOException("its blob " + digest + " has other contents");
      }
    }
  }

  private static Path blobFile(Path layout, String digest) throws IOException {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new IOException("'" + digest + "' is no sha256 digest");
    }
    return layout.resolve("blobs").resolve("sha256").resolve(digest.substring("sha256:".length()));
  }

  private static Map<String, Object> blob(Path layout, String digest) throws IOException {
    Path file = blobFile(layout, digest);
    if (!("sha256:" + Digests.sha256(file)).equals(digest)) {
      throw new IOException("its blob " + digest + " has other contents");
    }
    return json(Files.readString(file));
  }

  /** JSON is YAML, and its reader is at hand. */
  private static Map<String, Object> json(String text) throws IOException {
    try {
      return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    } catch (RuntimeException e) {
      throw new IOException("not JSON: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> tree) {
      tree.forEach((key, of) -> map.put(String.valueOf(key), of));
    }
    return map;
  }

  private static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
  }
}
