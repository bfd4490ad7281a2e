package io.mizzen.kernel.operate;

import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The installed plugins, as trees. */
final class PluginViews {
  private final ProcessControl control;
  private final PluginSet plugins;

  PluginViews(ProcessControl control, PluginSet plugins) {
    this.control = control;
    this.plugins = plugins;
  }

  Object all() {
    Map<String, Integer> use = use();
    return plugins.plugins().stream().map(one -> plugin(one, use)).toList();
  }

  private Map<String, Integer> use() {
    Blueprint blueprint = control.runtime().blueprint();
    return blueprint == null ? Map.of() : PluginUse.of(blueprint.config(), plugins);
  }

  private static Map<String, Object> plugin(LoadedPlugin plugin, Map<String, Integer> use) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", plugin.id());
    tree.put("version", plugin.version());
    tree.put("spi", plugin.requires());
    tree.put("summary", plugin.summary());
    tree.put("license", plugin.license());
    tree.put("origin", plugin.origin().name().toLowerCase(Locale.ROOT));
    tree.put("from", plugin.from());
    tree.put("used", use.getOrDefault(plugin.id(), 0));
    List<Object> provides = new ArrayList<>();
    for (Registration<?> one : plugin.provides()) {
      Map<String, Object> component = new LinkedHashMap<>();
      component.put("kind", one.point().kind());
      component.put("type", one.factory().type());
      component.put("summary", one.factory().summary());
      component.put("stability", one.factory().stability().name().toLowerCase(Locale.ROOT));
      provides.add(component);
    }
    tree.put("provides", provides);
    return tree;
  }

  Object one(Map<String, String> query) {
    String id = query.getOrDefault("id", "");
    LoadedPlugin plugin = plugins.plugin(id);
    if (plugin == null) {
      throw new IllegalArgumentException("there is no plugin '" + id + "'");
    }
    Map<String, Object> tree = plugin(plugin, use());
    try {
      tree.put("sha256", plugin.sha256());
    } catch (IOException e) {
      tree.put("sha256", null);
    }
    return tree;
  }
}
