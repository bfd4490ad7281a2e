package io.mizzen.kernel.plugin;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.SpiVersion;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first code of a plugin that runs: its entry class and {@code register}. */
final class PluginEntry {
  private static final Logger log = LoggerFactory.getLogger(PluginEntry.class);

  private final PluginFile plugin;
  private final ClassLoader loader;
  private final PluginProblems problems;

  PluginEntry(PluginFile plugin, ClassLoader loader, PluginProblems problems) {
    this.plugin = plugin;
    this.loader = loader;
    this.problems = problems;
  }

  /** What it registered, or null if that went wrong in any way. */
  @Nullable Contribution register(Registry registry) {
    PluginRegistrar registrar = new PluginRegistrar(plugin.id(), registry, this::fault);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      // A library that looks for services by the context loader finds the plugin's own.
      thread.setContextClassLoader(loader);
      MizzenPlugin entry = create();
      if (entry != null) {
        entry.register(registrar);
      }
    } catch (LinkageError e) {
      linkage(e);
    } catch (RuntimeException | AssertionError e) {
      log.debug("register() of {}", plugin.id(), e);
      fault("MZ3009", "its register() failed: " + e, "report it to the plugin's author");
    } finally {
      thread.setContextClassLoader(before);
    }
    Contribution added = registrar.close();
    if (added.isEmpty() && !problems.breaks(plugin.shown())) {
      fault("MZ3009", "its register() added nothing", "an empty plugin is a build mistake");
    }
    return problems.breaks(plugin.shown()) ? null : added;
  }

  private @Nullable MizzenPlugin create() {
    String name = plugin.entryClass();
    try {
      Class<?> type = loader.loadClass(name);
      if (type.getClassLoader() != loader) {
        fault("MZ3009", name + " is not in the plugin's own jar", null);
      } else if (!MizzenPlugin.class.isAssignableFrom(type)) {
        fault("MZ3009", name + " does not implement MizzenPlugin", null);
      } else {
        return (MizzenPlugin) type.getConstructor().newInstance();
      }
    } catch (ClassNotFoundException e) {
      fault("MZ3009", "its service file names " + name + ", which is not in the jar", null);
    } catch (InvocationTargetException e) {
      constructorFailed(name, e.getTargetException());
    } catch (ReflectiveOperationException e) {
      fault(
          "MZ3009",
          name + " cannot be constructed: " + e,
          "it needs to be public, with a public constructor without parameters");
    }
    return null;
  }

  private void constructorFailed(String name, Throwable cause) {
    if (cause instanceof LinkageError linkage) {
      linkage(linkage);
    } else {
      log.debug("constructor of {}", name, cause);
      fault("MZ3009", "the constructor of " + name + " failed: " + cause, null);
    }
  }

  /** A class or method that is not there: most often an SPI that moved on, or a missing library. */
  private void linkage(LinkageError e) {
    log.debug("linking {}", plugin.id(), e);
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof UnsupportedClassVersionError) {
      fault("MZ3005", "a class needs a newer Java: " + cause.getMessage(), "use a newer Java");
      return;
    }
    String what = cause.getClass().getSimpleName() + " " + cause.getMessage();
    fault(
        "MZ3008",
        "built for spi "
            + plugin.manifest().requires()
            + ", cannot be linked with spi "
            + SpiVersion.CURRENT
            + ": "
            + what,
        what.contains("mizzen")
            ? "rebuild the plugin with spi " + SpiVersion.CURRENT
            : "the library with that class is missing in META-INF/lib of the jar");
  }

  private void fault(String code, String message, @Nullable String help) {
    problems.error(code, plugin.shown(), message, help);
  }
}
