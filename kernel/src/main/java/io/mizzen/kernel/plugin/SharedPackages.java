package io.mizzen.kernel.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wall between plugins and the kernel: the parent of every plugin's class loader. Behind it a
 * plugin sees the JDK and the packages listed here, and nothing else of the kernel's class path.
 *
 * <pre>
 *   platform loader (JDK)
 *          |
 *   SharedPackages  - - allow-list - ->  the kernel's loader
 *        |       |
 *   plugin a   plugin b  (its jar, its libraries, the base plugins it names)
 * </pre>
 *
 * <p>Listed packages always come from the kernel, even if a plugin bundles them: two copies of
 * {@code ByteBuf} cannot talk to each other. Packages are named one by one, because other artifacts
 * put theirs below the same prefix, and those belong to the plugins that use them.
 */
final class SharedPackages extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** Everything below these. */
  private static final String[] TREES = {"io.mizzen.spi.", "org.slf4j.", "org.jspecify."};

  /** Packages of the Netty artifacts the kernel itself has; a test compares the two. */
  static final Set<String> NETTY =
      Set.of(
          "io.netty.bootstrap",
          "io.netty.buffer",
          "io.netty.buffer.search",
          "io.netty.channel",
          "io.netty.channel.embedded",
          "io.netty.channel.epoll",
          "io.netty.channel.group",
          "io.netty.channel.internal",
          "io.netty.channel.local",
          "io.netty.channel.nio",
          "io.netty.channel.oio",
          "io.netty.channel.pool",
          "io.netty.channel.socket",
          "io.netty.channel.socket.nio",
          "io.netty.channel.socket.oio",
          "io.netty.channel.unix",
          "io.netty.channel.uring",
          "io.netty.handler.address",
          "io.netty.handler.codec",
          "io.netty.handler.codec.base64",
          "io.netty.handler.codec.bytes",
          "io.netty.handler.codec.json",
          "io.netty.handler.codec.serialization",
          "io.netty.handler.codec.string",
          "io.netty.handler.flow",
          "io.netty.handler.flush",
          "io.netty.handler.ipfilter",
          "io.netty.handler.logging",
          "io.netty.handler.pcap",
          "io.netty.handler.ssl",
          "io.netty.handler.ssl.util",
          "io.netty.handler.stream",
          "io.netty.handler.timeout",
          "io.netty.handler.traffic",
          "io.netty.resolver",
          "io.netty.util",
          "io.netty.util.collection",
          "io.netty.util.concurrent",
          "io.netty.util.internal",
          "io.netty.util.internal.logging",
          "io.netty.util.internal.shaded.org.jctools.counters",
          "io.netty.util.internal.shaded.org.jctools.maps",
          "io.netty.util.internal.shaded.org.jctools.queues",
          "io.netty.util.internal.shaded.org.jctools.queues.atomic",
          "io.netty.util.internal.shaded.org.jctools.queues.atomic.unpadded",
          "io.netty.util.internal.shaded.org.jctools.queues.unpadded",
          "io.netty.util.internal.shaded.org.jctools.queues.varhandle",
          "io.netty.util.internal.shaded.org.jctools.queues.varhandle.unpadded",
          "io.netty.util.internal.shaded.org.jctools.util",
          "io.netty.util.internal.svm");

  private final ClassLoader kernel;

  SharedPackages(ClassLoader kernel) {
    super("mizzen-shared", ClassLoader.getPlatformClassLoader());
    this.kernel = kernel;
  }

  /** Whether a class always comes from the kernel. */
  static boolean covers(String className) {
    for (String tree : TREES) {
      if (className.startsWith(tree)) {
        return true;
      }
    }
    int dot = className.lastIndexOf('.');
    return dot > 0
        && className.startsWith("io.netty.")
        && NETTY.contains(className.substring(0, dot));
  }

  private static boolean coversResource(String path) {
    int file = path.lastIndexOf('/') + 1;
    return covers(path.substring(0, file).replace('/', '.') + "x");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return covers(name) ? kernel.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return coversResource(name) ? kernel.getResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return coversResource(name) ? kernel.getResources(name) : super.getResources(name);
  }
}
