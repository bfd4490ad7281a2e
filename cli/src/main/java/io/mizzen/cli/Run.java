package io.mizzen.cli;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxy in the foreground, as {@code mizzen run} asks for it.
 *
 * <p>Why it reads its own words: picocli's classes are older than what a class-data archive takes,
 * so that loading them and building their model by reflection was a quarter of the time to the
 * first connection. Whatever {@link #plainly} does not know for certain is picocli's to judge.
 *
 * @param configs files and folders; empty for the usual places
 * @param plugins folders with further plugins
 * @param instance the instance folder, or null for the configured one
 * @param watch whether files are watched, and reloaded when they change
 * @param takeOver whether a process that runs in the instance folder is succeeded
 */
record Run(
    List<Path> configs,
    List<Path> plugins,
    @Nullable Path instance,
    boolean watch,
    boolean takeOver) {

  /** The words of an ordinary {@code run}, or null if they are anything else. */
  static @Nullable Run plainly(String[] words) {
    if (words.length == 0 || !words[0].equals("run")) {
      return null;
    }
    List<Path> configs = new ArrayList<>();
    List<Path> plugins = new ArrayList<>();
    Path instance = null;
    boolean watch = false;
    boolean takeOver = false;
    for (int i = 1; i < words.length; i++) {
      String option = words[i];
      if (option.equals("--watch") && !watch) {
        watch = true;
        continue;
      }
      if (option.equals("--take-over") && !takeOver) {
        takeOver = true;
        continue;
      }
      i++;
      // A value that looks like an option, or a quoted one, is a question of picocli's rules.
      if (i == words.length || words[i].isEmpty() || "-\"'@".indexOf(words[i].charAt(0)) >= 0) {
        return null;
      }
      Path value = Path.of(words[i]);
      switch (option) {
        case "-c", "--config" -> configs.add(value);
        case "--plugins" -> plugins.add(value);
        case "--instance" -> {
          if (instance != null) {
            return null;
          }
          instance = value;
        }
        default -> {
          return null;
        }
      }
    }
    return new Run(configs, plugins, instance, watch, takeOver);
  }

  /**
   * Serves until the process is stopped.
   *
   * @return the exit code; what went wrong is printed
   */
  int serve(PrintWriter out, PrintWriter err) {
    try {
      return call(out, err);
    } catch (Exception e) {
      return Failure.tell(e, err);
    }
  }

  /** The same, where the caller tells what went wrong. */
  int call(PrintWriter out, PrintWriter err) throws Exception {
    Options options = options();
    try (Kernel kernel = Kernel.start(options)) {
      return Foreground.serve(kernel, watch ? options.configs() : null, out, err);
    }
  }

  /**
   * What it is started with.
   *
   * @throws Failure if there is no configuration
   */
  Options options() throws Failure {
    return ConfigFiles.options(configs, plugins, instance).restarting(takeOver, successor());
  }

  /** The words that start a process like this one, to take over; none outside of bin/mizzen. */
  private List<String> successor() {
    String launcher = System.getProperty("mizzen.command");
    if (launcher == null) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of(launcher, "run", "--take-over"));
    configs.forEach(path -> words.addAll(List.of("-c", path.toString())));
    plugins.forEach(path -> words.addAll(List.of("--plugins", path.toString())));
    if (instance != null) {
      words.addAll(List.of("--instance", instance.toString()));
    }
    if (watch) {
      words.add("--watch");
    }
    return words;
  }
}
