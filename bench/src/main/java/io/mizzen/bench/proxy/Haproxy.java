package io.mizzen.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HAProxy: one thread, upstream connections always shared, no log unless asked; mode tcp for bytes.
 */
public final class Haproxy implements Proxy {
  private final Optional<Path> program = Tools.find("haproxy");

  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public Optional<String> missing(Mode mode) {
    return program.isEmpty() ? Optional.of("no haproxy on this machine") : Optional.empty();
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
    Map<String, Object> values = new HashMap<>(Map.of("port", port, "upstreamPort", upstreamPort));
    if (mode.isHttp()) {
      // Its log goes where its output goes: a file, as for the others.
      boolean logged = mode == Mode.HTTP1_LOGGED;
      values.put("log", logged ? "  log stdout format raw daemon\n" : "");
      values.put("logFormat", logged ? "  log global\n  option httplog\n" : "");
      values.put("downstream", mode.downstreamHttp2() ? " proto h2" : "");
      values.put("upstream", mode.upstreamHttp2() ? " proto h2" : "");
    }
    String text = Template.render(mode.isHttp() ? "haproxy-http.cfg" : "haproxy-bytes.cfg", values);
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), text);
    return new Launch(
        List.of(program.orElseThrow().toString(), "-db", "-f", file.toString()), Map.of());
  }
}
