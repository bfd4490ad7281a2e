package io.mizzen.it.rpc;

import io.mizzen.testkit.proxy.PeerLoop;
import io.mizzen.testkit.proxy.PeerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The versions of Dubbo that peers run on. Two of them cannot share a class path. */
enum DubboVersion {
  /** The last one whose thrift protocol understands itself; has what {@link #V2_7} has beside. */
  V2_7_0,
  V2_7,
  V3_3;

  /** Dubbo makes classes, and its Netty 4.1 looks into the JDK's. */
  private static final List<String> FLAGS =
      List.of(
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "-Ddubbo.application.register-mode=instance",
          "-Ddubbo.application.metadata-service-port=0");

  private static final AtomicInteger STARTED = new AtomicInteger();

  PeerProcess provider(String name, int port) {
    return start("provider", name, String.valueOf(port));
  }

  PeerProcess consumer(int port) {
    return start("consumer", String.valueOf(port), "?heartbeat=1000");
  }

  PeerProcess start(String... arguments) {
    return start(DubboPeer.class, arguments);
  }

  /** Another program on that version. */
  PeerProcess start(Class<?> main, String... arguments) {
    Path log = Path.of("target/peers", name() + "-" + STARTED.incrementAndGet() + ".log");
    return PeerProcess.start(log, classPath(), FLAGS, main.getName(), arguments);
  }

  private List<Path> classPath() {
    if (this == V3_3) {
      return PeerProcess.ownClassPath();
    }
    List<Path> all = new ArrayList<>(List.of(home(DubboPeer.class), home(PeerLoop.class)));
    if (this == V2_7_0) {
      all.addAll(jars("target/dubbo-2.7.0")); // first, as some are in both
    }
    all.addAll(jars("target/dubbo-2.7"));
    return all;
  }

  private static List<Path> jars(String folder) {
    try (Stream<Path> jars = Files.list(Path.of(folder))) {
      return jars.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
