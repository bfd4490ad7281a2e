package io.mizzen.cli;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.spi.ExtensionPoints;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * {@code mizzen train}: starts with all plugins, serves a few requests to itself and ends, so that
 * the launcher can have the classes of a start written down. Whatever is installed takes part; what
 * is not is left out.
 *
 * <p>It goes the way of {@code run}, file and banner included, and not through picocli: what is
 * linked here and only here is ready at a start, and a class that needs one which no archive takes
 * stays out itself.
 */
final class Train {
  /** A class loaded by the first request is loaded; a few more make sure of the second path. */
  private static final int REQUESTS = 20;

  /** An answer made here, one of an upstream, and one for an upstream that is not there. */
  private static final List<String> PATHS = List.of("/reply", "/", "/nobody");

  /** Bytes; a request of this class has fewer. */
  private static final int LARGEST_HEAD = 4_096;

  /** Milliseconds for one answer of our own process. */
  private static final int PATIENCE = 5_000;

  private static final String CLASS = ".class";

  private final PrintWriter out;
  private final PrintWriter err;

  private Train(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Whether the words ask for it. */
  static boolean isAskedFor(String[] words) {
    return words.length == 1 && words[0].equals("train");
  }

  /**
   * Trains.
   *
   * @return the exit code; what went wrong is printed
   */
  static int run(PrintWriter out, PrintWriter err) {
    try {
      return new Train(out, err).serve();
    } catch (Exception e) {
      return Failure.tell(e, err);
    }
  }

  private int serve() throws Exception {
    try (ScratchFolder folder = ScratchFolder.make("mizzen-train-");
        ServerSocket upstream = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Path instance = folder.path();
      String text = configuration(instance, upstream.getLocalPort());
      Path file = Files.writeString(instance.resolve("mizzen.yaml"), text);
      Run run = new Run(List.of(file), List.of(), instance, false, false);
      try (Kernel kernel = Kernel.start(run.options())) {
        new Thread(() -> answer(upstream), "mizzen-train-upstream").start();
        FutureTask<Boolean> caller = new FutureTask<>(() -> call(kernel, run, instance));
        new Thread(caller, "mizzen-train").start();
        int code = Foreground.serve(kernel, null, out, err);
        caller.get();
        out.println("trained");
        return code;
      }
    }
  }

  /** Answers the first octets of each connection and ends it, until the socket is closed. */
  private void answer(ServerSocket upstream) {
    byte[] answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\ntrained"
            .getBytes(StandardCharsets.US_ASCII);
    try {
      while (!upstream.isClosed()) {
        try (Socket connection = upstream.accept()) {
          if (connection.getInputStream().read(new byte[LARGEST_HEAD]) > 0) {
            connection.getOutputStream().write(answer);
          }
        }
      }
    } catch (IOException over) {
      out.println("the upstream of the training has ended: " + over.getMessage());
    }
  }

  /** What others do while it serves, until it is told to end. */
  private boolean call(Kernel kernel, Run run, Path instance) throws Exception {
    try {
      touchPlugins(kernel);
      for (int port : ports(kernel)) {
        for (int i = 0; i < REQUESTS; i++) {
          request(port, PATHS.get(i % PATHS.size()));
        }
      }
      Path socket = instance.resolve("admin.sock");
      if (Files.exists(socket)) {
        AdminClient client = new AdminClient(socket, java.time.Duration.ofMillis(PATIENCE));
        client.get("/v1/status");
        client.get("/metrics");
        client.ask("POST", "/v1/reload", "");
      }
      succeed(kernel, run);
      return true;
    } finally {
      kernel.operations().act("stop", Map.of("max", "0s"));
    }
  }

  private static List<Integer> ports(Kernel kernel) throws Exception {
    return Json.Tree.of(kernel.operations().view("listeners", Map.of())).elements().stream()
        .map(listener -> (int) listener.number("port"))
        .toList();
  }

  /**
   * Another kernel within this process takes over, open connections included. What gives them away
   * runs once in the life of a process, while its callers wait: it must not be loaded then.
   */
  private void succeed(Kernel kernel, Run run) throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int port : ports(kernel)) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      Run takingOver = new Run(run.configs(), run.plugins(), run.instance(), false, true);
      try (Kernel next = Kernel.start(takingOver.options())) {
        kernel.await();
        for (int port : ports(next)) {
          request(port, PATHS.get(0));
        }
      }
    } catch (Refusal | IOException e) {
      // A start is trained all the same.
      out.println("no hand-over is trained: " + e.getMessage());
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
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
      out.println(plugin.id() + ": " + name + " is left out: " + e);
    }
  }

  private static String configuration(Path instance, int upstream) throws Exception {
    String nothing = "version: 1\n";
    PluginSet plugins =
        Setup.of(new Options(List.of(), nothing, instance, Home.folder(), List.of())).plugins();
    boolean http =
        plugins.find(ExtensionPoints.PROTOCOLS, "http1") != null
            && plugins.find(ExtensionPoints.ROUTERS, "httpRouter") != null;
    boolean log = plugins.find(ExtensionPoints.STREAM_FILTERS, "accessLog") != null;
    return !http
        ? nothing
        : """
            version: 1
            warmUp: {requests: 200}
            listeners:
              - name: raw
                bind: "127.0.0.1:0"
                filterChains: [{tcpProxy: {cluster: raw}}]
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
                  - match: {prefix: /nobody}
                    cluster: nobody
                    retry: {attempts: 0}
                  - match: {prefix: /}
                    cluster: upstream
            clusters:
              - name: raw
                endpoints: ["127.0.0.1:PORT"]
              - name: nobody
                protocol: {type: http1}
                endpoints: ["127.0.0.1:9"]
              - name: upstream
                protocol: {type: http1}
                endpoints: ["127.0.0.1:PORT"]
            """
            .replace("FILTERS", log ? "{type: accessLog}" : "")
            .replace("PORT", Integer.toString(upstream));
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
