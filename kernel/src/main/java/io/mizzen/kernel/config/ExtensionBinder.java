package io.mizzen.kernel.config;

import io.mizzen.kernel.config.MapNode.Entry;
import io.mizzen.kernel.config.ScalarNode.State;
import io.mizzen.spi.config.Component;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Binds {@code {type, name, config}}; what {@code config} may hold is known by the type alone. */
final class ExtensionBinder {
  private static final List<String> KEYS = List.of("config", "name", "type");
  private static final long[][] NO_ELEMENTS = {};

  private record Shared(Component component, Step step) {}

  private final Binder binder;
  private final Map<String, Shared> shared = new HashMap<>();

  ExtensionBinder(Binder binder) {
    this.binder = binder;
  }

  Object bind(String kind, Node node, Step step) {
    if (node.target() instanceof MapNode map) {
      return bindMap(kind, map, step);
    }
    String type = binder.text(node, step);
    if (type == null) {
      boolean failed = node.target() instanceof ScalarNode s && s.state() == State.FAILED;
      if (!failed) {
        refuseForm(kind, node, step);
      }
      return Binder.BROKEN;
    }
    // The short form: the word alone, all settings at their defaults.
    Class<? extends Record> record = configType(kind, type, node, step);
    if (record == null) {
      return Binder.BROKEN;
    }
    Step inside = step.labelled(type, binder.catalog().providedBy(kind, type));
    Object config = binder.bindConfig(record, null, inside);
    long[] spans = {node.span(), Span.NONE, Span.NONE};
    return config == Binder.BROKEN ? config : create(type, null, config, spans, step);
  }

  private Object bindMap(String kind, MapNode map, Step step) {
    boolean broken = false;
    boolean typeReported = false;
    for (Entry entry : map.entries()) {
      if (!KEYS.contains(entry.key())) {
        typeReported |= "type".equals(binder.unknownKey(entry, step, KEYS));
        broken = true;
      }
    }
    Node typeNode = map.get("type");
    if (typeNode == null && typeReported) {
      return Binder.BROKEN;
    }
    if (typeNode == null) {
      long at = map.entries().isEmpty() ? map.span() : map.entries().get(0).keySpan();
      String message = "property 'type' is missing in " + step.label();
      binder.problems().add(binder.error("MZ1110", message, at, step).expected(installed(kind)));
      return Binder.BROKEN;
    }
    Step typeStep = step.key("type", typeNode);
    String type = text(typeNode, typeStep);
    Node nameNode = map.get("name");
    Step nameStep = nameNode == null ? step : step.key("name", nameNode);
    String name = nameNode == null ? null : text(nameNode, nameStep);
    Class<? extends Record> record =
        type == null ? null : configType(kind, type, typeNode, typeStep);
    if (type == null || record == null || nameNode != null && name == null) {
      return Binder.BROKEN;
    }
    Node configNode = map.get("config");
    String plugin = binder.catalog().providedBy(kind, type);
    Step inside =
        (configNode == null ? step : step.key("config", configNode)).labelled(type, plugin);
    Object config = binder.bindConfig(record, configNode, inside);
    if (broken || config == Binder.BROKEN) {
      return Binder.BROKEN;
    }
    long[] spans = {span(typeNode), span(nameNode), span(configNode)};
    Component component = create(type, name, config, spans, step);
    if (nameNode != null && name != null) {
      checkShared(kind, component, nameNode, nameStep);
    }
    return component;
  }

  /**
   * Binds keys that are types of their own, as top-level services are: {@code admin: {...}}.
   *
   * @param known the keys that are none
   */
  Object bindKeys(String kind, List<Entry> entries, List<String> known, Step step) {
    Map<String, Component> components = new LinkedHashMap<>();
    boolean broken = false;
    for (Entry entry : entries) {
      String type = entry.key();
      Class<? extends Record> record = binder.catalog().configType(kind, type);
      Object config = Binder.BROKEN;
      if (record != null && !usable(record, type, entry.value(), step.key(type, entry.value()))) {
        broken = true;
        continue;
      }
      if (record == null) {
        TreeSet<String> words = new TreeSet<>(known);
        words.addAll(binder.catalog().types(kind));
        binder.unknownKey(entry, step, List.copyOf(words), elsewhere(kind, type));
      } else {
        Step at = step.key(type, entry.value());
        at = at.labelled(type, binder.catalog().providedBy(kind, type));
        config = binder.bindConfig(record, entry.value(), at);
      }
      if (config == Binder.BROKEN) {
        broken = true;
      } else {
        long[] spans = {entry.keySpan(), Span.NONE, entry.value().span()};
        components.put(type, create(type, null, config, spans, step.key(type, entry.value())));
      }
    }
    return broken ? Binder.BROKEN : Collections.unmodifiableMap(components);
  }

  private @Nullable String text(Node node, Step step) {
    String text = binder.text(node, step);
    boolean failed = node.target() instanceof ScalarNode s && s.state() == State.FAILED;
    boolean empty = node.target() instanceof ScalarNode s && s.isNull();
    if (empty) {
      binder
          .problems()
          .add(binder.error("MZ1111", step.label() + " has no value", node.span(), step));
    } else if (text == null && !failed) {
      String message = step.label() + " must be a text, not " + node.what();
      binder.problems().add(binder.error("MZ1101", message, node.span(), step));
    }
    return text;
  }

  private void refuseForm(String kind, Node node, Step step) {
    boolean empty = node.target() instanceof ScalarNode;
    String message =
        empty
            ? step.label() + " has no value"
            : step.label() + " must be a type or a map, not " + node.what();
    binder
        .problems()
        .add(
            binder
                .error(empty ? "MZ1111" : "MZ1101", message, step.nearestSpan(), step)
                .expected(installed(kind)));
  }

  private static long span(@Nullable Node node) {
    return node == null ? Span.NONE : node.span();
  }

  private Component create(
      String type, @Nullable String name, Object config, long[] spans, Step step) {
    Component component = new Component(type, name, (Record) config);
    binder.origins().put(component, new Origins.Origin(step, spans, NO_ELEMENTS, 0));
    return component;
  }

  /** One name is one instance, so it cannot have two settings. */
  private void checkShared(String kind, Component component, Node nameNode, Step nameStep) {
    Step step = nameStep;
    Shared first =
        shared.putIfAbsent(
            Words.ofKind(kind) + ":" + component.name(), new Shared(component, step));
    if (first != null && !first.component().equals(component)) {
      String message =
          Words.withArticle(Words.ofKind(kind))
              + " named '"
              + component.name()
              + "' has other settings elsewhere";
      binder
          .problems()
          .add(
              binder
                  .error("MZ1302", message, nameNode.span(), step)
                  .expected("the same type and config wherever this name is used")
                  .help("use another name, or share the settings with an anchor")
                  .see(
                      binder.sources().place(first.step().nearestSpan(), first.step()),
                      "first used here"));
    }
  }

  private @Nullable Class<? extends Record> configType(
      String kind, String type, Node node, Step step) {
    ExtensionCatalog catalog = binder.catalog();
    Class<? extends Record> record = catalog.configType(kind, type);
    if (record != null) {
      return usable(record, type, node, step) ? record : null;
    }
    String message =
        "no installed plugin provides "
            + Words.withArticle(Words.ofKind(kind))
            + " named '"
            + type
            + "'";
    Problem.Builder problem =
        binder
            .error("MZ1401", message, node.span(), step)
            .expected(installed(kind))
            .words(List.copyOf(new TreeSet<>(catalog.types(kind))))
            .schema(Words.ofKind(kind));
    String elsewhere = elsewhere(kind, type);
    String near = Words.nearest(type, catalog.types(kind));
    if (elsewhere != null) {
      problem.help(elsewhere);
    } else if (near != null) {
      String by = catalog.providedBy(kind, near);
      problem
          .help("did you mean '" + near + "'" + (by == null ? "" : " (plugin " + by + ")") + "?")
          .suggest(type, near);
    }
    binder.problems().add(problem);
    return null;
  }

  /** A record that cannot be configured is its plugin's defect, not a reason to fall over. */
  private boolean usable(Class<? extends Record> record, String type, Node node, Step step) {
    try {
      RecordCheck.verify(record);
      return true;
    } catch (IllegalArgumentException e) {
      binder
          .problems()
          .add(
              binder
                  .error(
                      "MZ1199", "the settings of '" + type + "' cannot be read", node.span(), step)
                  .help("this is a defect of its plugin: " + e.getMessage()));
      return false;
    }
  }

  private @Nullable String elsewhere(String kind, String type) {
    String plugin = binder.catalog().knownElsewhere(kind, type);
    return plugin == null
        ? null
        : "type '"
            + type
            + "' is provided by plugin "
            + plugin
            + "; add it: mizzen plugin install "
            + plugin;
  }

  private String installed(String kind) {
    TreeSet<String> types = new TreeSet<>(binder.catalog().types(kind));
    return types.isEmpty()
        ? "an installed " + Words.ofKind(kind) + "; none is installed"
        : "an installed " + Words.ofKind(kind) + ": " + String.join(", ", types);
  }
}
