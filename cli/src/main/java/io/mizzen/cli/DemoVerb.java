package io.mizzen.cli;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code mizzen demo}: only where the demo plugin is, which no production distribution has. */
@Command(
    name = "demo",
    description = "Echo services, a proxy in front of them, and a live line. Ctrl-C ends it.")
final class DemoVerb extends Verb {
  /** The folder with the demo's plugins and configuration, or null. */
  static @Nullable Path folder() {
    String demo = System.getProperty("mizzen.demo");
    Path folder = demo == null ? Home.folder().resolve("demo") : Path.of(demo);
    return Files.isRegularFile(folder.resolve("mizzen.yaml")) ? folder : null;
  }

  @Override
  public Integer call() throws Exception {
    Path demo = folder();
    if (demo == null) {
      throw new Failure(Exit.USAGE, "mizzen: the demo is not in this distribution");
    }
    try (ScratchFolder instance = ScratchFolder.make("mizzen-demo-")) {
      Options options =
          new Options(
              List.of(demo.resolve("mizzen.yaml")),
              null,
              instance.path(),
              Home.folder(),
              List.of(demo.resolve("plugins")));
      try (Kernel kernel = Kernel.start(options)) {
        return Foreground.serve(kernel, null, out(), err());
      }
    }
  }
}
