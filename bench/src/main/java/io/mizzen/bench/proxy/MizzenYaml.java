package io.mizzen.bench.proxy;

import io.mizzen.bench.proxy.Setup.Extra;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The configuration of a setup: the template of its mode with what the setup adds to it. */
final class MizzenYaml {
  /** Sizes of the large configuration, as the project promises them. */
  private static final int CLUSTERS = 10_000;

  private static final int ENDPOINTS = 10;
  private static final int ROUTES = 100_000;

  private MizzenYaml() {}

  /**
   * @param folder for files that the proxy writes
   */
  static String of(Setup setup, Mode mode, int port, int upstreamPort, Path folder)
      throws IOException {
    StringBuilder runtime = new StringBuilder();
    if (setup.transport() != null) {
      runtime.append("runtime: {transport: ").append(setup.transport()).append("}\n");
    }
    if (setup.extras().contains(Extra.ADMIN)) {
      runtime.append("admin: {socket: admin.sock}\n");
    }
    Map<String, Object> values = new HashMap<>(Map.of("port", port, "upstreamPort", upstreamPort));
    values.put("runtime", runtime);
    values.put(
        "inspectors",
        setup.extras().contains(Extra.TLS_INSPECTOR)
            ? "    inspectors: [{type: tlsInspector}]\n"
            : "");
    if (mode != Mode.TCP) {
      values.put("filters", filters(setup, folder));
    }
    if (mode.isHttp()) {
      boolean scale = setup.extras().contains(Extra.SCALE);
      values.put("routes", scale ? routes() : "");
      values.put("clusters", scale ? clusters() : "");
      values.put("downstream", mode.downstreamHttp2() ? "http2" : "http1");
      values.put("upstream", mode.upstreamHttp2() ? "http2" : "http1");
    }
    return Template.render("mizzen-" + mode.word() + ".yaml", values);
  }

  private static String filters(Setup setup, Path folder) {
    return setup.extras().contains(Extra.ACCESS_LOG)
        ? "        filters: [{type: accessLog, config: {target: \""
            + folder.resolve("access.log")
            + "\"}}]\n"
        : "";
  }

  /** Ten routes to each cluster; none of them is for the requests of the bench. */
  private static String routes() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROUTES; i++) {
      text.append("      - {name: r").append(i).append(", match: {prefix: /service-");
      text.append(i).append("/}, cluster: c").append(i % CLUSTERS).append("}\n");
    }
    return text.toString();
  }

  private static String clusters() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < CLUSTERS; i++) {
      text.append("  - {name: c").append(i).append(", protocol: {type: http1}, endpoints: [");
      for (int n = 1; n <= ENDPOINTS; n++) {
        // Addresses of a network that is for documents: nothing ever connects to them.
        text.append(n == 1 ? "" : ", ").append("\"198.18.").append(i >> 8 & 0xff).append('.');
        text.append(i & 0xff).append(':').append(8000 + n).append('"');
      }
      text.append("]}\n");
    }
    return text.toString();
  }
}
