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
 * A proxy inside the process of a test, with the plugins of the test's class path: the kernel of a
 * distribution, without its start script, its plugin folder and its wall.
 *
 * <pre>{@code
 * try (FakeService service = FakeService.echo();
 *     EmbeddedProxy proxy = EmbeddedProxy.start(folder, yaml(service.address()), new AcmePlugin());
 *     Socket caller = proxy.connect("in")) { ... }
 * }</pre>
 */
public final class EmbeddedProxy implements AutoCloseable {
  private final Kernel kernel;

  private EmbeddedProxy(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Starts.
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
   * The router {@code everything} and the load balancer {@code first}, where none is under test.
   */
  public static MizzenPlugin choices() {
    return new Choices();
  }

  /** The port a listener was given. */
  public int port(String listener) {
    Object view = kernel.operations().view("listeners", Map.of());
    Object all = view instanceof Map<?, ?> map ? map.values().iterator().next() : view;
    if (all instanceof List<?> listeners) {
      for (Object each : listeners) {
        if (each instanceof Map<?, ?> one
            && listener.equals(one.get("name"))
            && one.get("port") instanceof Number port) {
          return port.intValue();
        }
      }
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

  @Override
  public void close() {
    kernel.close();
  }
}
