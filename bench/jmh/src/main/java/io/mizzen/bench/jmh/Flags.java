package io.mizzen.bench.jmh;

/** Flags of the JVM that is measured: as the launcher of Mizzen sets them. */
final class Flags {
  /** Looking for leaks allocates for every buffer. */
  static final String NO_LEAK_DETECTION = "-Dio.netty.leakDetection.level=disabled";

  static final String OWN_THREADS = "-Djmh.executor=CUSTOM";

  /** {@link LoopThreads}, which JMH makes by its name. */
  static final String LOOP_THREADS = "-Djmh.executor.class=io.mizzen.bench.jmh.LoopThreads";

  private Flags() {}
}
