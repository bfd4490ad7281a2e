package io.mizzen.kernel.plugin;

import io.mizzen.spi.SpiVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.ExtensionWrapper;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.VersionManager;

/**
 * PF4J with everything taken out that decides by itself. It gets only plugins that passed all
 * rules, in an order in which each finds what it stands on, and what is left to it is the graph,
 * the class loaders and their states.
 *
 * <ul>
 *   <li>no {@code enabled.txt} and {@code disabled.txt}: installed is usable, there is no second
 *       list
 *   <li>no search in folders, no zip files, no development mode
 *   <li>no extension index: a plugin registers in code
 *   <li>the system version is always set, or its check would be off
 * </ul>
 */
final class Pf4jEngine extends AbstractPluginManager {
  private final Map<Path, PluginFile> files = new LinkedHashMap<>();
  private final SharedPackages shared;
  private final Map<String, List<Path>> classPaths = new LinkedHashMap<>();

  Pf4jEngine(Path anyFolder) {
    super(anyFolder);
    shared = new SharedPackages(Pf4jEngine.class.getClassLoader());
    setSystemVersion(SpiVersion.CURRENT);
  }

  /**
   * Makes the plugin's class loader.
   *
   * @param libraries files with its libraries, besides its jar
   */
  void load(PluginFile plugin, List<Path> libraries) {
    files.put(plugin.path(), plugin);
    classPaths.put(plugin.id(), libraries);
    loadPluginFromPath(plugin.path());
  }

  private PluginFile known(Path path) {
    return Objects.requireNonNull(files.get(path), "PF4J asks only for what load() was given");
  }

  /** Resolves and starts all that was loaded. */
  void start() {
    resolvePlugins();
    startPlugins();
  }

  /** Whether PF4J did with this plugin what it was told to. */
  boolean isStarted(PluginFile plugin) {
    PluginWrapper wrapper = getPlugin(plugin.id());
    return wrapper != null && wrapper.getPluginState() == PluginState.STARTED;
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptorFinder() {
      @Override
      public boolean isApplicable(Path path) {
        return files.containsKey(path);
      }

      @Override
      public PluginDescriptor find(Path path) {
        return new Descriptor(known(path).manifest());
      }
    };
  }

  private static final class Descriptor extends DefaultPluginDescriptor {
    Descriptor(PluginManifest manifest) {
      super(
          manifest.id(),
          manifest.summary(),
          Plugin.class.getName(),
          manifest.version(),
          manifest.requires(),
          "",
          manifest.license());
      setDependencies(
          manifest.dependencies().stream()
              .map(dependency -> dependency.id() + "@" + dependency.range())
              .toArray(String[]::new));
    }
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new PluginLoader() {
      @Override
      public boolean isApplicable(Path path) {
        return files.containsKey(path);
      }

      @Override
      public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
        PluginWall wall = new PluginWall(Pf4jEngine.this, descriptor, shared);
        wall.addFile(known(path).jar().toFile());
        classPaths
            .getOrDefault(descriptor.getPluginId(), List.of())
            .forEach(library -> wall.addFile(library.toFile()));
        return wall;
      }
    };
  }

  @Override
  protected VersionManager createVersionManager() {
    return new VersionManager() {
      @Override
      public boolean checkVersionConstraint(String version, String constraint) {
        VersionRange range = VersionRange.parse(constraint).range();
        Version number = Version.parse(version);
        return range != null && number != null && range.contains(number);
      }

      @Override
      public int compareVersions(String one, String other) {
        Version left = Version.parse(one);
        Version right = Version.parse(other);
        if (left == null || right == null) {
          throw new IllegalArgumentException(one + " or " + other + " is no version");
        }
        return left.compareTo(right);
      }
    };
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new PluginRepository() {
      @Override
      public List<Path> getPluginPaths() {
        return List.copyOf(files.keySet());
      }

      @Override
      public boolean deletePluginPath(Path path) {
        return false;
      }
    };
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return wrapper -> new Plugin();
  }

  @Override
  protected ExtensionFactory createExtensionFactory() {
    return new DefaultExtensionFactory();
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new PluginStatusProvider() {
      @Override
      public boolean isPluginDisabled(String id) {
        return false;
      }

      @Override
      public void disablePlugin(String id) {
        throw new IllegalStateException("plugins are never disabled, asked for " + id);
      }

      @Override
      public void enablePlugin(String id) {
        throw new IllegalStateException("plugins are never disabled, asked for " + id);
      }
    };
  }

  @Override
  protected ExtensionFinder createExtensionFinder() {
    return new NoExtensions();
  }

  /** PF4J's extensions are not used. */
  private static final class NoExtensions implements ExtensionFinder {
    @Override
    public <T> List<ExtensionWrapper<T>> find(Class<T> type) {
      return List.of();
    }

    @Override
    public <T> List<ExtensionWrapper<T>> find(Class<T> type, String plugin) {
      return List.of();
    }

    @Override
    @SuppressWarnings("rawtypes") // as PF4J has it
    public List<ExtensionWrapper> find(String plugin) {
      return List.of();
    }

    @Override
    public Set<String> findClassNames(String plugin) {
      return Set.of();
    }
  }
}
