package io.mizzen.kernel.boot;

import io.mizzen.kernel.config.ConfigLoader;
import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Substitutions;
import io.mizzen.kernel.config.model.InstanceConfig;
import io.mizzen.kernel.config.model.PluginsConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.BlueprintBuilder;
import io.mizzen.kernel.operate.ConfigSource;
import io.mizzen.kernel.operate.Hosts;
import io.mizzen.kernel.operate.KernelOperations;
import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.operate.Trust;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginLoading;
import io.mizzen.kernel.plugin.PluginReport;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ConfigNode;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Rest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What every command that looks at a configuration needs: the plugins, and the configuration read
 * with exactly those plugins. Starts nothing.
 */
public final class Setup implements ConfigSource {
  private final Options options;
  private final PluginSet plugins;
  private final PluginsConfig.OnLoadError onLoadError;
  private final Path instanceFolder;

  /** The keys that are needed before any plugin is known. */
  record Early(
      @Default("{}") PluginsConfig plugins,
      @Default("{}") InstanceConfig instance,
      @Rest @Nullable ConfigNode rest) {}

  private Setup(
      Options options,
      PluginSet plugins,
      PluginsConfig.OnLoadError onLoadError,
      Path instanceFolder) {
    this.options = options;
    this.plugins = plugins;
    this.onLoadError = onLoadError;
    this.instanceFolder = instanceFolder;
  }

  /**
   * Reads the early keys and loads the plugins.
   *
   * @throws Refusal if a file cannot be read, or plugins are broken and must not be left out
   */
  public static Setup of(Options options) throws Refusal {
    return of(options, List.of());
  }

  /** The same with extensions that are part of this process. */
  static Setup of(Options options, List<MizzenPlugin> builtIn) throws Refusal {
    List<MizzenPlugin> kernel = new ArrayList<>(builtIn);
    kernel.add(0, new KernelPlugin());
    for (Path config : options.configs()) {
      if (!Files.isReadable(config)) {
        throw new Refusal(
            Refusal.USAGE,
            "cannot read "
                + config
                + (Files.notExists(config)
                    ? ": there is no such file"
                    : ": this user may not read it"));
      }
    }
    Loaded<Early> early = load(Early.class, ExtensionCatalog.empty(), options);
    Early keys = early.value();
    PluginsConfig pluginsConfig =
        keys == null
            ? new PluginsConfig(List.of(), List.of(), PluginsConfig.OnLoadError.FAIL)
            : keys.plugins();
    String configured = keys == null ? null : keys.instance().dir();
    Path instance = options.instance();
    if (instance == null) {
      instance = options.configFolder().resolve(configured == null ? "run" : configured);
    }
    List<PluginSource> sources = new ArrayList<>();
    sources.add(PluginSource.bundled(options.home().resolve("plugins")));
    for (Path folder : options.pluginFolders()) {
      sources.add(PluginSource.added(folder, String.valueOf(folder.getFileName())));
    }
    for (String dir : pluginsConfig.dirs()) {
      sources.add(PluginSource.added(options.configFolder().resolve(dir), dir));
    }
    List<Path> caches = List.of(options.home().resolve("cache"), instance.resolve("cache"));
    PluginSet plugins =
        PluginLoading.load(
            new PluginSettings(sources, Set.copyOf(pluginsConfig.deny()), caches), kernel);
    Setup setup =
        new Setup(options, plugins, pluginsConfig.onLoadError(), instance.toAbsolutePath());
    if (plugins.problems().hasErrors()
        && pluginsConfig.onLoadError() == PluginsConfig.OnLoadError.FAIL) {
      throw new Refusal(Refusal.PLUGINS, PluginReport.refusal(plugins).stripTrailing());
    }
    return setup;
  }

  private static <R extends Record> Loaded<R> load(
      Class<R> root, ExtensionCatalog catalog, Options options) {
    ConfigLoader loader =
        new ConfigLoader(catalog, Substitutions.of(System::getenv, options.configFolder()));
    String text = options.text();
    return text == null
        ? loader.load(root, options.configs())
        : loader.load(root, text, "(command line)");
  }

  public Options options() {
    return options;
  }

  public PluginSet plugins() {
    return plugins;
  }

  public PluginsConfig.OnLoadError onLoadError() {
    return onLoadError;
  }

  public Path instanceFolder() {
    return instanceFolder;
  }

  @Override
  public Path configFolder() {
    return options.configFolder();
  }

  @Override
  public Loaded<RootConfig> load() {
    return load(RootConfig.class, new PluginCatalog(plugins), options);
  }

  @Override
  public Loaded<RootConfig> loadText(String text, Trust trust) {
    Substitutions substitutions =
        trust == Trust.OWNER
            ? Substitutions.of(System::getenv, options.configFolder())
            : Substitutions.none();
    return new ConfigLoader(new PluginCatalog(plugins), substitutions)
        .load(RootConfig.class, text, "(posted)");
  }

  /**
   * Builds everything a configuration asks for without starting anything: what {@code check} does.
   *
   * @return null if there are problems; they are in the loaded configuration
   */
  public @Nullable Blueprint check(Loaded<RootConfig> loaded) {
    ScheduledExecutorService idle = Executors.newSingleThreadScheduledExecutor(Daemon::new);
    try {
      MetricsRegistry registry = new MetricsRegistry();
      Hosts hosts =
          new Hosts(
              plugins,
              registry,
              List.of(),
              idle,
              configFolder(),
              instanceFolder,
              new KernelOperations(registry));
      return new BlueprintBuilder(plugins, hosts, 1).build(loaded, "", null);
    } finally {
      idle.shutdownNow();
    }
  }

  /** A thread that does not keep the process alive. */
  static final class Daemon extends Thread {
    Daemon(Runnable task) {
      super(task, "mizzen-background");
      setDaemon(true);
    }
  }
}
