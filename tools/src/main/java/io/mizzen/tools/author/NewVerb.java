package io.mizzen.tools.author;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.Home;
import io.mizzen.cli.Verb;
import io.mizzen.kernel.boot.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mizzen plugin new}. */
@Command(
    name = "new",
    description = "Write a working plugin to start from.",
    footer = "It builds with Maven and JDK 17, passes its contract suite and proxies at once.")
public final class NewVerb extends Verb {
  /** As in the pom of this project. */
  private static final String JUNIT = "6.1.3";

  /** What there are templates for. */
  enum Kind {
    PROTOCOL,
    FILTER,
    ROUTER,
    LIMITER,
    DISCOVERY,
    BALANCER
  }

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "protocol, filter, router, limiter, discovery or balancer.")
  private Kind kind = Kind.PROTOCOL;

  @Parameters(index = "1", paramLabel = "NAME", description = "Its id, such as acme-rpc.")
  private String name = "";

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "The Java package. Default: com.example and the name.")
  private @Nullable String packageName;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "The Maven group. Default: the package without its last word.")
  private @Nullable String group;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "The folder of the project, new. Default: the name.")
  private @Nullable Path into;

  @Override
  public Integer call() throws Exception {
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new Failure(
          Exit.USAGE,
          "mizzen plugin new: NAME must be lower case words joined by '-', such as acme-rpc; got "
              + name);
    }
    String inPackage = packageName == null ? "com.example." + name.replace("-", "") : packageName;
    if (!inPackage.matches("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)+")) {
      throw new Failure(
          Exit.USAGE, "mizzen plugin new: --package must be like com.acme.rpc; got " + inPackage);
    }
    Path folder = into == null ? Path.of(name) : into;
    if (Files.exists(folder)) {
      throw new Failure(
          Exit.USAGE,
          "mizzen plugin new: " + folder + " is there already\n  help: name another: --into DIR");
    }
    Template template = new Template(kind.name().toLowerCase(Locale.ROOT), words(inPackage));
    List<Template.File> files = template.files();
    write(folder, files);
    out().println("created " + files.size() + " files in " + folder);
    out().println("next: cd " + folder + " && mizzen dev       # or: mvn package");
    return Exit.FINE;
  }

  private Map<String, String> words(String inPackage) {
    String className = camel();
    Map<String, String> words = new HashMap<>();
    words.put("kind", kind.name().toLowerCase(Locale.ROOT));
    words.put("className", className);
    words.put("type", className.substring(0, 1).toLowerCase(Locale.ROOT) + className.substring(1));
    words.put("package", inPackage);
    words.put(
        "groupId", group == null ? inPackage.substring(0, inPackage.lastIndexOf('.')) : group);
    words.put("artifactId", name);
    words.put("metrics", name.replace('-', '_'));
    words.put("version", "0.1.0");
    words.put("mizzenVersion", Versions.KERNEL);
    Path repository = Home.folder().resolve("share").resolve("repository");
    words.put("mizzenRepository", repository.toUri().toString());
    words.put("junitVersion", JUNIT);
    return words;
  }

  private String camel() {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("-", -1)) {
      camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return camel.toString();
  }

  /** All of them, or none. */
  private static void write(Path folder, List<Template.File> files) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Path above = absolute.getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    Path part = absolute.resolveSibling("." + absolute.getFileName() + ".new");
    for (Template.File file : files) {
      Path path = part.resolve(file.path());
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(path, file.text());
    }
    Files.move(part, absolute);
  }
}
