package io.mizzen.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * nginx: one worker, keep-alive to the upstream, no access log unless asked; its stream module for
 * bytes.
 */
public final class Nginx implements Proxy {
  private static final String STREAM_MODULE = "ngx_stream_module.so";

  private final Optional<Path> program = Tools.find("nginx");

  /**
   * Far more than the load scenarios open, and few enough that the table of connections does not
   * count.
   */
  private static final int MIN_CONNECTIONS = 16_384;

  private final @Nullable Path modules;
  private final int workerConnections;

  /**
   * @param modules a folder with dynamic modules, besides the usual ones
   * @param idleConnections how many clients it may have to hold
   */
  public Nginx(@Nullable Path modules, int idleConnections) {
    this.modules = modules;
    workerConnections = Math.max(MIN_CONNECTIONS, idleConnections + MIN_CONNECTIONS / 2);
  }

  @Override
  public String name() {
    return "nginx";
  }

  @Override
  public Optional<String> missing(Mode mode) {
    if (program.isEmpty()) {
      return Optional.of("no nginx on this machine");
    }
    if (mode.upstreamHttp2()) {
      return Optional.of("nginx speaks no HTTP/2 to an upstream");
    }
    if (!mode.isHttp() && streamModule().isEmpty()) {
      return Optional.of(
          "nginx has no stream module (Debian: libnginx-mod-stream; or --nginx-modules DIR)");
    }
    return Optional.empty();
  }

  @Override
  public WarmUp warmUp() {
    return WarmUp.NONE;
  }

  @Override
  public String version() {
    return program.map(path -> Tools.firstLine(path.toString(), "-v")).orElse("absent");
  }

  @Override
  public Launch prepare(Mode mode, int port, int upstreamPort, Path folder) throws IOException {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "folder",
                folder,
                "port",
                port,
                "upstreamPort",
                upstreamPort,
                "workerConnections",
                workerConnections));
    if (mode.isHttp()) {
      values.put("accessLog", mode == Mode.HTTP1_LOGGED ? folder.resolve("access.log") : "off");
      values.put("downstream", mode.downstreamHttp2() ? " http2" : "");
    } else {
      values.put("loadModule", streamModule().orElseThrow());
    }
    String text = Template.render(mode.isHttp() ? "nginx-http.conf" : "nginx-bytes.conf", values);
    Path file = Files.writeString(folder.resolve("nginx.conf"), text);
    return new Launch(
        List.of(
            program.orElseThrow().toString(),
            "-p",
            folder.toString(),
            "-e",
            "stderr",
            "-c",
            file.toString()),
        Map.of());
  }

  /** The line that loads the module, "" if it is compiled in, empty if there is none. */
  private Optional<String> streamModule() {
    String built = Tools.output(program.orElseThrow().toString(), "-V");
    if (Stream.of(built.split("\\s+")).anyMatch("--with-stream"::equals)) {
      return Optional.of("");
    }
    return Stream.of(
            modules, Path.of("/usr/lib/nginx/modules"), Path.of("/usr/lib64/nginx/modules"))
        .filter(folder -> folder != null)
        .map(folder -> folder.resolve(STREAM_MODULE).toAbsolutePath())
        .filter(Files::isReadable)
        .findFirst()
        .map(path -> "load_module " + path + ";");
  }
}
