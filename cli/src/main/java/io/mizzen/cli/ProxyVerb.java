package io.mizzen.cli;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.network.AddressText;
import io.mizzen.spi.config.HostPort;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code mizzen proxy}: a proxy of one line. */
@Command(name = "proxy", description = "A proxy of one line: from an address to another.")
final class ProxyVerb extends Verb {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "ADDRESS",
      description = "Where to listen: :8080, 127.0.0.1:8080, unix:/path.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      split = ",",
      paramLabel = "ADDRESS",
      description = "Where to go: host:port, unix:/path; several are balanced.")
  private List<String> to = List.of();

  @Option(
      names = "--protocol",
      defaultValue = "tcp",
      description =
          "An installed protocol, such as http1 or bolt, or tcp for raw bytes (${DEFAULT-VALUE}).")
  private String protocol = "tcp";

  @Option(names = "--print-config", description = "Print the configuration it stands for, and end.")
  private boolean printConfig;

  @Option(
      names = "--instance",
      paramLabel = "DIR",
      description = "The instance folder. Default: a temporary one.")
  private @Nullable Path instance;

  @Override
  public Integer call() throws Exception {
    address("--from", from);
    to.forEach(target -> address("--to", target));
    if (to.size() > 1
        && to.stream().map(HostPort::parse).anyMatch(one -> !AddressText.isLiteral(one))) {
      throw new ParameterException(
          spec.commandLine(), "--to: one name, or several addresses; a name may stand for several");
    }
    String text = configuration();
    if (printConfig) {
      out().print(text);
      out().flush();
      return Exit.FINE;
    }
    if (instance != null) {
      return serve(text, instance);
    }
    try (ScratchFolder folder = ScratchFolder.make("mizzen-proxy-")) {
      return serve(text, folder.path());
    }
  }

  private int serve(String text, Path folder) throws Exception {
    Options options = new Options(List.of(), text, folder, Home.folder(), List.of());
    try (Kernel kernel = Kernel.start(options)) {
      return Foreground.serve(kernel, null, out(), err());
    }
  }

  private void address(String option, String text) {
    try {
      HostPort.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
    }
  }

  /** Not more than what differs from the defaults: it is what a user begins with. */
  private String configuration() {
    boolean raw = protocol.equals("tcp");
    StringBuilder yaml = new StringBuilder("version: 1\nlisteners:\n  - name: proxy\n");
    yaml.append("    bind: ").append(quoted(from)).append("\n    filterChains:\n");
    if (raw) {
      yaml.append("      - tcpProxy: {cluster: target}\n");
    } else {
      yaml.append("      - protocol: {type: ").append(quoted(protocol)).append("}\n");
      yaml.append("        routes: all\nrouteTables:\n  - name: all\n");
      boolean http = protocol.startsWith("http");
      yaml.append("    router: {type: ").append(http ? "httpRouter" : "serviceRouter");
      yaml.append("}\n    routes:\n      - name: all\n        match: ");
      yaml.append(http ? "{prefix: /}" : "{service: \"*\"}").append("\n        cluster: target\n");
    }
    yaml.append("clusters:\n  - name: target\n");
    if (!raw) {
      yaml.append("    protocol: {type: ").append(quoted(protocol)).append("}\n");
    }
    HostPort first = HostPort.parse(to.get(0));
    if (!AddressText.isLiteral(first)) {
      yaml.append("    discovery:\n      type: strictDns\n      config: {host: ");
      yaml.append(quoted(first.host())).append(", port: ").append(first.port());
      return yaml.append("}\n").toString();
    }
    yaml.append("    endpoints: [");
    yaml.append(String.join(", ", to.stream().map(ProxyVerb::quoted).toList()));
    return yaml.append("]\n").toString();
  }

  private static String quoted(String text) {
    return io.mizzen.kernel.config.Json.write(text).strip();
  }
}
