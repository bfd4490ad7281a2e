package io.mizzen.bench.proxy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to run Mizzen.
 *
 * @param name the proxy's name in tables
 * @param jdk the JDK to run it on; null leaves the choice to the launcher
 * @param javaOptions further options of its JVM, "" for none
 * @param transport the word of {@code runtime.transport}; null leaves the choice to Mizzen
 * @param archive whether the class-data archive is used, which only its start should feel
 */
public record Setup(
    String name,
    @Nullable Path jdk,
    String javaOptions,
    @Nullable String transport,
    Archive archive,
    Set<Extra> extras) {
  /** The name of the one that is as a user would have it. */
  public static final String PLAIN = "mizzen";

  public enum Archive {
    USE,
    OFF
  }

  /** What a configuration may have besides a listener, a route and a cluster. */
  public enum Extra {
    /** A line of JSON per request in a file. */
    ACCESS_LOG,
    /** The first bytes are looked at to tell TLS from plain text. */
    TLS_INSPECTOR,
    /** The admin plugin on its socket, with metrics and views. */
    ADMIN,
    /** 10,000 clusters of 10 endpoints and 100,000 routes before the one that is used. */
    SCALE
  }

  public Setup {
    extras = Set.copyOf(extras);
  }

  public static Setup plain(@Nullable Path jdk, String javaOptions) {
    return new Setup(PLAIN, jdk, javaOptions, null, Archive.USE, Set.of());
  }

  public Setup withoutArchive() {
    return new Setup(name + ", no archive", jdk, javaOptions, transport, Archive.OFF, extras);
  }

  /** The same with one more extra. */
  public Setup with(Extra extra) {
    Set<Extra> more = EnumSet.of(extra);
    more.addAll(extras);
    return new Setup(name, jdk, javaOptions, transport, archive, more);
  }
}
