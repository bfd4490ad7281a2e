package io.mizzen.bench.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind of proxy: can it run here, and how is it started. */
public interface Proxy {
  /**
   * How to start it.
   *
   * @param environment added to the bench's own
   */
  record Launch(List<String> command, Map<String, String> environment) {}

  /** How much a proxy needs before its figures mean something. */
  enum WarmUp {
    /** Machine code from the start. */
    NONE,
    /** Compiles itself while it runs. */
    JIT
  }

  String name();

  /** Why it cannot be measured in {@code mode}, as half a sentence for people; empty if it can. */
  Optional<String> missing(Mode mode);

  WarmUp warmUp();

  /** The version line, for the report. */
  String version();

  /**
   * Run once before anything is measured: what an installation would have done before it sees
   * traffic.
   */
  default void install() {}

  /**
   * Writes a configuration into {@code folder}, which is the proxy's own, and says how to start
   * with it in the foreground.
   *
   * @param port to listen on, on 127.0.0.1
   * @param upstreamPort to forward to, on 127.0.0.1
   */
  Launch prepare(Mode mode, int port, int upstreamPort, Path folder) throws IOException;
}
