package io.mizzen.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Finds the verbs of {@code share/tools}. Their jars get a class loader of their own when such a
 * verb is typed: what builds distributions and plugins costs a proxy nothing, and a distribution
 * may leave it out.
 */
final class Tools {
  /** What there is, for help and completion also where the tools are left out. */
  private static final List<String> PLUGIN_VERBS = List.of("install", "remove", "new");

  private Tools() {}

  /** A verb of the tools; without them one that says so. */
  static Object verb(String name) {
    Supplier<Verb> found = verbs().get(name);
    return found == null ? new LeftOut() : found.get();
  }

  /** A verb of this module with those inner verbs that the tools add to it. */
  static CommandLine extended(String name, Object verb) {
    CommandLine line = new CommandLine(verb);
    Map<String, Supplier<Verb>> verbs = verbs();
    for (String inner : PLUGIN_VERBS) {
      Supplier<Verb> found = verbs.get(name + " " + inner);
      line.addSubcommand(inner, found == null ? new LeftOut() : found.get());
    }
    return line;
  }

  private static Map<String, Supplier<Verb>> verbs() {
    Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
    for (VerbSource source : ServiceLoader.load(VerbSource.class, loader())) {
      verbs.putAll(source.verbs());
    }
    return verbs;
  }

  private static ClassLoader loader() {
    ClassLoader own = Tools.class.getClassLoader();
    Path folder = Home.folder().resolve("share").resolve("tools");
    List<URL> jars = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path file : files) {
          jars.add(file.toUri().toURL());
        }
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a path is a URL: " + folder, e);
      } catch (IOException unreadable) {
        // As if it were not there: the verb says what is missing.
        jars.clear();
      }
    }
    // Open for as long as the process, which is one command.
    return jars.isEmpty() ? own : new URLClassLoader(jars.toArray(new URL[0]), own);
  }

  /** Stands where a distribution has no tools. */
  @Command(description = "Not in this distribution: it has no share/tools.")
  static final class LeftOut extends Verb {
    @Unmatched private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws Failure {
      throw new Failure(
          Exit.USAGE,
          spec.qualifiedName()
              + (words.isEmpty() ? "" : " " + String.join(" ", words))
              + ": this distribution was built without its tools ("
              + Home.folder().resolve("share").resolve("tools")
              + ")\n  help: use the command of the distribution 'mizzen' itself");
    }
  }
}
