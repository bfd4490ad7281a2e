package io.mizzen.tools.dist;

import io.mizzen.kernel.config.ConfigReference;
import io.mizzen.kernel.config.ErrorCodes;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.telemetry.MetricReference;
import io.mizzen.kernel.telemetry.ProcessMetrics;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The reference of exactly one set of plugins, from the declarations: configuration, components,
 * metrics, error codes, why words and the command line. The same pages for the project and for
 * every distribution.
 */
public final class ReferencePages {
  /** The second records of protocols and routers have kinds of their own. */
  private static final List<String> SECOND_KINDS = List.of("protocol.client", "router.route");

  private static final String OWN_PAGES = "META-INF/mizzen/reference/";

  private static final String HEAD = "Generated from the declarations in the code.\n";

  private final PluginSet plugins;

  public ReferencePages(PluginSet plugins) {
    this.plugins = plugins;
  }

  /**
   * Text by file name.
   *
   * @throws IOException if a plugin's jar cannot be read any more
   */
  public Map<String, String> all() throws IOException {
    Map<String, String> pages = new TreeMap<>();
    pages.put("cli.md", CommandPage.text());
    pages.put("components.md", components());
    pages.put("configuration.md", configuration());
    pages.put("error-codes.md", errorCodes());
    pages.put("metrics.md", metrics());
    pages.put("why-words.md", whyWords());
    for (LoadedPlugin plugin : plugins.plugins()) {
      ownPages(plugin, pages);
    }
    return pages;
  }

  /** What a plugin declares in a way of its own: pages that its build made and compared. */
  private static void ownPages(LoadedPlugin plugin, Map<String, String> pages) throws IOException {
    try (ZipFile jar = new ZipFile(plugin.jar().toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.startsWith(OWN_PAGES) && name.endsWith(".md")) {
          try (InputStream in = jar.getInputStream(entry)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            pages.put(name.substring(name.lastIndexOf('/') + 1), text);
          }
        }
      }
    }
  }

  private ConfigReference reference() {
    List<String> kinds = new ArrayList<>();
    for (ExtensionPoint<?> point : plugins.points()) {
      kinds.add(point.kind());
    }
    kinds.addAll(SECOND_KINDS);
    return new ConfigReference(RootConfig.class, new PluginCatalog(plugins), kinds);
  }

  /** Each top-level key, as {@code mizzen explain} tells it. */
  private String configuration() {
    StringBuilder page = new StringBuilder("# Configuration\n\n").append(HEAD);
    page.append("`mizzen explain` tells the same on the command line, for any path.\n");
    ConfigReference reference = reference();
    for (RecordComponent component : RootConfig.class.getRecordComponents()) {
      String text = reference.explain(component.getName());
      if (text != null) {
        section(page, component.getName(), text);
      }
    }
    return page.toString();
  }

  private String components() {
    StringBuilder page = new StringBuilder("# Components\n\n").append(HEAD);
    ConfigReference reference = reference();
    Map<String, String> texts = new LinkedHashMap<>();
    for (LoadedPlugin plugin : plugins.plugins()) {
      for (Registration<?> registration : plugin.provides()) {
        String type = registration.factory().type();
        String text = reference.explain(type);
        if (text != null) {
          texts.putIfAbsent(type, text);
        }
      }
    }
    new TreeMap<>(texts).forEach((type, text) -> section(page, type, text));
    return page.toString();
  }

  private static void section(StringBuilder page, String title, String text) {
    page.append("\n## ").append(title).append("\n\n");
    page.append("```text generated: what mizzen explain prints\n").append(text.stripTrailing());
    page.append("\n```\n");
  }

  private static String errorCodes() {
    StringBuilder page = new StringBuilder("# Error codes\n\n").append(HEAD);
    page.append("\n| Code | What | Why | What to do |\n| --- | --- | --- | --- |\n");
    for (ErrorCodes.Entry entry : ErrorCodes.load().all()) {
      row(page, "`" + entry.code() + "`", entry.title(), entry.why(), entry.fix());
    }
    return page.toString();
  }

  private String whyWords() {
    StringBuilder page = new StringBuilder("# Why words\n\n").append(HEAD);
    page.append("How a stream ended: in the access log, in metrics, in views.\n");
    page.append("\n| Word | Class | Meaning |\n| --- | --- | --- |\n");
    for (Why why : plugins.whys()) {
      String status = why.status().name().toLowerCase(Locale.ROOT);
      row(page, "`" + why.word() + "`", status, why.meaning());
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|").replace("\n", " ")).append(' ');
    }
    page.append("|\n");
  }

  private String metrics() {
    Map<String, List<MetricSpec>> sections = new LinkedHashMap<>();
    sections.put("Kernel", List.copyOf(plugins.metrics("kernel")));
    sections.put("Process and JVM", List.copyOf(ProcessMetrics.ALL));
    for (LoadedPlugin plugin : plugins.plugins()) {
      sections.put("Plugin " + plugin.id(), List.copyOf(plugins.metrics(plugin.id())));
    }
    return MetricReference.markdown(sections);
  }
}
