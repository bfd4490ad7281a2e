package io.mizzen.kernel.plugin;

import io.mizzen.spi.MizzenPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.PluginRuntimeException;

/**
 * Loads all plugins once, at start-up.
 *
 * <ol>
 *   <li>read the folders: manifest, service file, class files of each jar
 *   <li>apply the rules; all faults of all plugins are collected
 *   <li>unpack libraries, make the class loaders
 *   <li>run {@code register} of each, base plugins first
 * </ol>
 *
 * <p>A plugin with a fault in one step takes no part in the next, the others go on, so that one run
 * tells everything.
 */
public final class PluginLoading {
  private final PluginSettings settings;
  private final PluginProblems problems;
  private final Registry registry = new Registry();

  private PluginLoading(PluginSettings settings, PluginProblems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /**
   * Loads the plugins.
   *
   * @param kernel what the kernel registers itself, as the plugin {@code kernel}
   * @return what works, and everything that is wrong; never throws because of a plugin
   */
  public static PluginSet load(PluginSettings settings, List<? extends MizzenPlugin> kernel) {
    PluginProblems problems = new PluginProblems();
    return loadFiles(settings, PluginSearch.read(settings, problems), kernel, problems);
  }

  /** Loads plugins whose files are read already. */
  static PluginSet loadFiles(
      PluginSettings settings,
      List<PluginFile> files,
      List<? extends MizzenPlugin> kernel,
      PluginProblems problems) {
    return new PluginLoading(settings, problems).run(files, kernel);
  }

  private PluginSet run(List<PluginFile> files, List<? extends MizzenPlugin> kernel) {
    registerKernel(kernel);
    List<PluginFile> sound = new PluginRules(problems, settings.deny()).sound(files);
    Pf4jEngine engine = new Pf4jEngine(Path.of(""));
    List<PluginFile> loaded = new ArrayList<>();
    for (PluginFile plugin : sound) {
      if (load(engine, plugin, loaded)) {
        loaded.add(plugin);
      }
    }
    engine.start();
    List<LoadedPlugin> registered = new ArrayList<>();
    for (PluginFile plugin : loaded) {
      if (isSound(engine, plugin, registered)) {
        register(engine.getPluginClassLoader(plugin.id()), plugin, registered);
      }
    }
    return new PluginSet(registered, registry, problems);
  }

  private void registerKernel(List<? extends MizzenPlugin> kernel) {
    PluginRegistrar registrar =
        new PluginRegistrar(
            Registry.KERNEL,
            registry,
            (code, message, help) -> {
              throw new IllegalStateException(code + ": " + message);
            });
    kernel.forEach(plugin -> plugin.register(registrar));
    registry.take(Registry.KERNEL, registrar.close());
  }

  private boolean load(Pf4jEngine engine, PluginFile plugin, List<PluginFile> loaded) {
    boolean hasBases =
        plugin.manifest().dependencies().stream()
            .allMatch(base -> loaded.stream().anyMatch(other -> other.id().equals(base.id())));
    if (!hasBases) {
      missesBase(plugin);
      return false;
    }
    try {
      List<Path> libraries = new ArrayList<>(plugin.libraries());
      libraries.addAll(new LibraryCache(settings.caches()).libraries(plugin));
      engine.load(plugin, libraries);
      return true;
    } catch (LibraryCache.BundledSpi e) {
      problems.error(
          "MZ3004",
          plugin.shown(),
          e.entry() + " contains the SPI",
          "the kernel's copy is always used; exclude mizzen-spi from that dependency");
    } catch (IOException e) {
      problems.error(
          "MZ3013",
          plugin.shown(),
          "its libraries cannot be unpacked: " + e.getMessage(),
          "make the cache folder writable, or unpack the plugin into a folder with lib/");
    } catch (PluginRuntimeException e) {
      problems.error("MZ3009", plugin.shown(), "PF4J refuses it: " + e.getMessage(), null);
    }
    return false;
  }

  private boolean isSound(Pf4jEngine engine, PluginFile plugin, List<LoadedPlugin> registered) {
    if (!engine.isStarted(plugin)) {
      problems.error("MZ3009", plugin.shown(), "was found, but PF4J did not start it", null);
      return false;
    }
    boolean hasBases =
        plugin.manifest().dependencies().stream()
            .allMatch(base -> registered.stream().anyMatch(other -> other.id().equals(base.id())));
    if (!hasBases) {
      missesBase(plugin);
    }
    return hasBases;
  }

  private void missesBase(PluginFile plugin) {
    PluginManifest.Dependency base = plugin.manifest().dependencies().get(0);
    problems.error(
        "MZ3006",
        plugin.shown(),
        plugin.id() + " -> " + base + ": could not be loaded",
        "repair '" + base.id() + "' first, see its own error");
  }

  private void register(ClassLoader loader, PluginFile plugin, List<LoadedPlugin> registered) {
    Contribution added = new PluginEntry(plugin, loader, problems).register(registry);
    if (added == null) {
      return;
    }
    registry.take(plugin.id(), added);
    PluginManifest manifest = plugin.manifest();
    registered.add(
        new LoadedPlugin(
            manifest.id(),
            manifest.version(),
            manifest.requires(),
            manifest.dependencies(),
            manifest.summary(),
            manifest.license(),
            plugin.origin(),
            plugin.shown(),
            plugin.jar(),
            added.registrations(),
            loader));
  }
}
