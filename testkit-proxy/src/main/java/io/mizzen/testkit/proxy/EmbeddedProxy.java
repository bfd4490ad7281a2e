package io.mizzen.testkit.proxy;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.spi.MizzenPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A proxy inside the process of a test: the kernel of a distribution without its start script. Its
 * plugins are those of the test's class path, or, behind the wall as at users, the jars of a home.
 *
 * <pre>{@code
 * try (FakeService service = FakeService.echo();
 *     EmbeddedProxy proxy = EmbeddedProxy.start(folder, yaml(service.address()), new AcmePlugin());
 *     Socket caller = proxy.connect("in")) { ... }
 * }</pre>
 */
public final class EmbeddedProxy implements AutoCloseable {
  /** Where the build of a test module puts plugins, in the folder {@code plugins}. */
  private static final Path HOME =
      Path.of(System.getProperty("mizzen.it.home", "target/home")).toAbsolutePath();

  private final Kernel kernel;

  private EmbeddedProxy(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Starts with plugins of the class path.
   *
   * @param folder for the configuration and the instance, such as a {@code @TempDir}
   * @param yaml the configuration; listeners bind port 0
   * @param plugins what it has besides the kernel
   * @throws AssertionError with everything that is wrong, if it does not start
   */
  public static EmbeddedProxy start(Path folder, String yaml, MizzenPlugin... plugins) {
    try {
      Path config = Files.writeString(folder.resolve("mizzen.yaml"), yaml);
      Options options =
          new Options(List.of(config), null, folder.resolve("run"), folder, List.of());
      return new EmbeddedProxy(Kernel.start(options, List.of(plugins)));
    } catch (Refusal e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts with the plugin jars of {@code target/home}, in an instance folder of its own.
   *
   * @throws Refusal with everything that is wrong
   */
  public static EmbeddedProxy packaged(String yaml) throws IOException, Refusal {
    return packaged(Files.createTempDirectory("mizzen-it"), yaml);
  }

  /**
   * The same in an instance folder where it can be succeeded.
   *
   * @throws Refusal with everything that is wrong
   */
  public static EmbeddedProxy packaged(Path instance, String yaml) throws Refusal {
    return new EmbeddedProxy(Kernel.start(inHome(instance, yaml)));
  }

  /**
   * Takes over from the one that runs in that instance folder, which then ends by itself.
   *
   * @throws Refusal if it cannot; the other one goes on
   */
  public static EmbeddedProxy successor(Path instance, String yaml) throws Refusal {
    return new EmbeddedProxy(Kernel.start(inHome(instance, yaml).restarting(true, List.of())));
  }

  private static Options inHome(Path instance, String yaml) {
    return new Options(List.of(), yaml, instance, HOME, List.of());
  }

  /**
   * The router {@code everything} and the load balancer {@code first}, where none is under test.
   */
  public static MizzenPlugin choices() {
    return new Choices();
  }

  /** The port a listener was given. */
  public int port(String listener) {
    if (view("listeners", Map.of("name", listener)) instanceof Map<?, ?> one
        && one.get("port") instanceof Number port) {
      return port.intValue();
    }
    throw new AssertionError("there is no listener '" + listener + "'");
  }

  /** A connection of a caller. */
  public Socket connect(String listener) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port(listener));
  }

  /** All metrics as they are exposed. */
  public String metrics() {
    StringBuilder text = new StringBuilder();
    try {
      kernel.operations().writeMetrics(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The sum of a metric over all labels. */
  public long metric(String name) {
    return metric(name, "");
  }

  /** The sum of a metric over all labels that have this in them. */
  public long metric(String name, String label) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(line -> line.contains(label))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** A view of what runs, such as {@code clusters}. */
  public Object view(String name, Map<String, String> query) {
    return kernel.operations().view(name, query);
  }

  /** Returns when it has ended by itself, with its exit code. */
  public int await() {
    return kernel.await();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
