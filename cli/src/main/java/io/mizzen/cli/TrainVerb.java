package io.mizzen.cli;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.spi.ExtensionPoints;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;

/**
 * {@code mizzen train}: starts with all plugins, serves a few requests to itself and ends, so that
 * the launcher can have the classes of a start written down. Whatever is installed takes part; what
 * is not is left out.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Used by the launcher to make start-up quicker.")
final class TrainVerb extends Verb {
  /** A class loaded by the first request is loaded; a few more make sure of the second path. */
  private static final int REQUESTS = 20;

  /** Milliseconds for one answer of our own process. */
  private static final int PATIENCE = 5_000;

  private static final String CLASS = ".class";

  @Override
  public Integer call() throws Exception {
    Path instance = Files.createTempDirectory("mizzen-train-");
    try (Kernel kernel = Kernel.start(options(instance))) {
      touchPlugins(kernel);
      for (Json.Tree listener :
          Json.Tree.of(kernel.operations().view("listeners", Map.of())).elements()) {
        for (int i = 0; i < REQUESTS; i++) {
          request((int) listener.number("port"), i % 2 == 0 ? "/reply" : "/");
        }
      }
      Path socket = instance.resolve("admin.sock");
      if (Files.exists(socket)) {
        AdminClient client = new AdminClient(socket, java.time.Duration.ofMillis(PATIENCE));
        client.get("/v1/status");
        client.get("/metrics");
        client.ask("POST", "/v1/reload", "");
      }
      kernel.operations().act("stop", Map.of("max", "0s"));
      int code = kernel.await();
      out().println("trained");
      return code;
    } finally {
      ProxyVerb.delete(instance);
    }
  }

  /** Loads the classes of every plugin: which of them a user's configuration needs is unknown. */
  private void touchPlugins(Kernel kernel) throws IOException {
    for (LoadedPlugin plugin : kernel.setup().plugins().plugins()) {
      try (JarFile jar = new JarFile(plugin.jar().toFile())) {
        for (JarEntry entry : Collections.list(jar.entries())) {
          String file = entry.getName();
          if (file.endsWith(CLASS) && !file.startsWith("META-INF/") && !file.contains("-info.")) {
            touch(plugin, file.substring(0, file.length() - CLASS.length()).replace('/', '.'));
          }
        }
      }
    }
  }

  private void touch(LoadedPlugin plugin, String name) {
    try {
      Class.forName(name, false, plugin.loader());
    } catch (ClassNotFoundException | LinkageError e) {
      // A class for a library that is not there: it will not be needed either.
      out().println(plugin.id() + ": " + name + " is left out: " + e);
    }
  }

  private static Options options(Path instance) throws Exception {
    String nothing = "version: 1\n";
    PluginSet plugins =
        Setup.of(new Options(List.of(), nothing, instance, Home.folder(), List.of())).plugins();
    boolean http =
        plugins.find(ExtensionPoints.PROTOCOLS, "http1") != null
            && plugins.find(ExtensionPoints.ROUTERS, "httpRouter") != null;
    boolean log = plugins.find(ExtensionPoints.STREAM_FILTERS, "accessLog") != null;
    String text =
        !http
            ? nothing
            : """
            version: 1
            listeners:
              - name: train
                bind: "127.0.0.1:0"
                filterChains:
                  - protocol: {type: http1}
                    filters: [FILTERS]
                    routes: train
            routeTables:
              - name: train
                router: {type: httpRouter}
                routes:
                  - match: {prefix: /reply}
                    reply: {code: 200, message: trained}
                  - match: {prefix: /}
                    cluster: nobody
                    retry: {attempts: 0}
            clusters:
              - name: nobody
                protocol: {type: http1}
                endpoints: ["127.0.0.1:9"]
            """
                .replace("FILTERS", log ? "{type: accessLog}" : "");
    return new Options(List.of(), text, instance, Home.folder(), List.of());
  }

  private static void request(int port, String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE);
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
      String request = "GET " + path + " HTTP/1.1\r\nHost: train\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      in.readAllBytes();
    }
  }
}
