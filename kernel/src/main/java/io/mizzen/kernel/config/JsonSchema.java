package io.mizzen.kernel.config;

import io.mizzen.kernel.config.Shape.Extension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a configuration, for editors: completion, hover texts, red lines. It knows
 * exactly the installed extensions. Our own checker gives the errors of {@code mizzen check}.
 *
 * <p>Draft-07, the dialect the YAML language server supports best: {@code if/then} per type instead
 * of {@code oneOf}, so that a mistake in one config is not reported for all types.
 */
public final class JsonSchema {
  /** Finds the record that takes the {@code @Rest} of a record, given an extension beside it. */
  public interface RestTypes {
    /** No rest has a known record. */
    RestTypes NONE = (owner, kind, type) -> null;

    /**
     * @param owner the record with the {@code @Rest}, for example a route
     * @param kind the kind of an extension named in the record around it, for example {@code
     *     router}
     * @param type the type of that extension
     * @return the record that takes the unknown keys, or null if that extension takes none
     */
    @Nullable Class<? extends Record> of(Class<? extends Record> owner, String kind, String type);
  }

  private final ExtensionCatalog catalog;
  private final RestTypes rests;
  private final Map<String, Object> definitions = new TreeMap<>();
  private final Map<String, Object> owners = new TreeMap<>();

  private JsonSchema(ExtensionCatalog catalog, RestTypes rests) {
    this.catalog = catalog;
    this.rests = rests;
  }

  /** The schema of a root record, as JSON text. */
  public static String generate(
      Class<? extends Record> root, ExtensionCatalog catalog, RestTypes rests) {
    return Json.write(new JsonSchema(catalog, rests).root(RecordShape.of(root)));
  }

  /**
   * The schema of one record by itself, as maps and lists for {@link Json}: for the description of
   * the plugin it belongs to. An extension in it may be any, as it depends on other plugins.
   */
  public static Map<String, Object> of(Class<? extends Record> record) {
    JsonSchema schema = new JsonSchema(ExtensionCatalog.empty(), RestTypes.NONE);
    Map<String, Object> described = schema.record(RecordShape.of(record), null);
    if (!schema.definitions.isEmpty()) {
      described.put("definitions", schema.definitions);
    }
    return described;
  }

  private Map<String, Object> root(RecordShape shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "mizzen.yaml");
    Map<String, Object> record = record(shape, null);
    Map<Object, Object> properties = new LinkedHashMap<>();
    if (record.get("properties") instanceof Map<?, ?> own) {
      properties.putAll(own);
    }
    Map<String, Object> include = new LinkedHashMap<>();
    include.put("description", "Files or patterns, relative to this file; lists are joined.");
    include.put("type", List.of("array", "string"));
    include.put("items", Map.of("type", "string"));
    properties.put("include", include);
    schema.putAll(record);
    schema.put("properties", properties);
    // A file that is included need not have what the main file has.
    schema.remove("required");
    schema.put("patternProperties", Map.of("^x-", Map.of()));
    schema.put("definitions", definitions);
    return schema;
  }

  /**
   * @param extra the record that takes the rest, or null if it is open
   */
  private Map<String, Object> record(RecordShape shape, @Nullable RecordShape extra) {
    Map<String, Object> schema = new LinkedHashMap<>();
    putDoc(schema, shape.doc());
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    boolean open = shape.rest() != null && extra == null;
    addProperties(shape, properties, required);
    if (extra != null) {
      addProperties(extra, properties, required);
    }
    ComponentShape rest = shape.rest();
    String services = rest == null ? null : rest.restKind();
    if (services != null) {
      open = false;
      for (String type : new TreeSet<>(catalog.types(services))) {
        properties.put(type, service(services, type));
      }
    }
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!open) {
      schema.put("additionalProperties", false);
    }
    List<Object> conditions = conditions(shape);
    if (!conditions.isEmpty()) {
      schema.put("allOf", conditions);
    }
    return schema;
  }

  private void addProperties(
      RecordShape shape, Map<String, Object> properties, List<String> required) {
    for (ComponentShape component : shape.components()) {
      if (!component.rest()) {
        properties.put(component.name(), property(component));
        if (component.required()) {
          required.add(component.name());
        }
      }
    }
  }

  private Map<String, Object> property(ComponentShape component) {
    Map<String, Object> described = new LinkedHashMap<>();
    putDoc(described, component.doc());
    String text = component.defaultText();
    if (text != null) {
      described.put("default", plain(DefaultTexts.read(text)));
    }
    Map<String, Object> schema = schema(component.shape());
    if (schema.containsKey("$ref") && !described.isEmpty()) {
      // In draft-07 nothing beside a $ref counts.
      described.put("allOf", List.of(schema));
      return described;
    }
    schema.forEach(described::putIfAbsent);
    return described;
  }

  private Map<String, Object> service(String kind, String type) {
    Class<? extends Record> record = catalog.configType(kind, type);
    Map<String, Object> schema = new LinkedHashMap<>();
    putDoc(schema, catalog.doc(kind, type));
    if (record != null) {
      schema.put("allOf", List.of(reference(RecordShape.of(record), null, "")));
    }
    return schema;
  }

  private Map<String, Object> schema(Shape shape) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (shape instanceof Shape.Scalar scalar) {
      schema.putAll(new TreeMap<>(scalar.type().schema()));
    } else if (shape instanceof Shape.Many many) {
      schema.put("type", "array");
      schema.put("items", schema(many.element()));
      if (many.distinct()) {
        schema.put("uniqueItems", true);
      }
    } else if (shape instanceof Shape.Keyed keyed) {
      schema.put("type", "object");
      schema.put("additionalProperties", schema(keyed.value()));
    } else if (shape instanceof Shape.Nested nested) {
      return reference(nested.record(), null, "");
    } else if (shape instanceof Extension extension) {
      return extension(extension.kind());
    }
    return schema;
  }

  private Map<String, Object> reference(
      RecordShape shape, @Nullable RecordShape extra, String suffix) {
    String name = nameOf(shape.type(), suffix);
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of()); // a record that contains itself finds it here
      Map<String, Object> object = record(shape, extra);
      Map<String, Object> text = asText(shape);
      definitions.put(name, text == null ? object : Map.of("anyOf", List.of(text, object)));
    }
    return Map.of("$ref", "#/definitions/" + name);
  }

  /** How a record is written as one text, or null if it is always a map. */
  private @Nullable Map<String, Object> asText(RecordShape shape) {
    ScalarType text = shape.text();
    ComponentShape alone = shape.shortForm();
    if (text != null) {
      return new TreeMap<>(text.schema());
    }
    return alone == null ? null : schema(alone.shape());
  }

  /** The simple name; with a number when another plugin has a record of the same name. */
  private String nameOf(Class<?> type, String suffix) {
    String name = type.getSimpleName() + suffix;
    String free = name;
    for (int i = 2; owners.containsKey(free) && owners.get(free) != type; i++) {
      free = name + i;
    }
    owners.put(free, type);
    return free;
  }

  private Map<String, Object> extension(String kind) {
    String name = "extension." + kind;
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      List<String> types = List.copyOf(new TreeSet<>(catalog.types(kind)));
      if (types.isEmpty()) {
        // Nothing to offer, and nothing an editor could judge.
        definitions.put(name, Map.of("type", List.of("object", "string")));
        return Map.of("$ref", "#/definitions/" + name);
      }
      List<String> alone = new ArrayList<>();
      List<Object> conditions = new ArrayList<>();
      List<Object> choices = new ArrayList<>();
      for (String type : types) {
        Class<? extends Record> record = catalog.configType(kind, type);
        if (record != null) {
          RecordShape shape = RecordShape.of(record);
          boolean needsConfig = shape.components().stream().anyMatch(ComponentShape::required);
          conditions.add(condition(type, shape, needsConfig));
          if (!needsConfig) {
            alone.add(type);
          }
        }
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("const", type);
        putDoc(choice, catalog.doc(kind, type));
        choices.add(choice);
      }
      Map<String, Object> properties = new LinkedHashMap<>();
      properties.put("type", Map.of("anyOf", choices));
      Map<String, Object> sharedName = new LinkedHashMap<>();
      sharedName.put("description", "The same name in several places is one shared instance.");
      sharedName.put("type", "string");
      properties.put("name", sharedName);
      properties.put("config", Map.of("type", List.of("object", "string", "number", "null")));
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("type", "object");
      object.put("properties", properties);
      object.put("required", List.of("type"));
      object.put("additionalProperties", false);
      if (!conditions.isEmpty()) {
        object.put("allOf", conditions);
      }
      Map<String, Object> shortForm = new LinkedHashMap<>();
      shortForm.put("type", "string");
      shortForm.put("enum", alone);
      boolean both = !alone.isEmpty();
      definitions.put(name, both ? Map.of("anyOf", List.of(object, shortForm)) : object);
    }
    return Map.of("$ref", "#/definitions/" + name);
  }

  private Map<String, Object> condition(String type, RecordShape config, boolean needed) {
    Map<String, Object> then = new LinkedHashMap<>();
    then.put("properties", Map.of("config", reference(config, null, "")));
    if (needed) {
      then.put("required", List.of("config"));
    }
    return when(Map.of("type", Map.of("const", type)), List.of("type"), then);
  }

  private static Map<String, Object> when(Object properties, List<String> keys, Object then) {
    Map<String, Object> test = new LinkedHashMap<>();
    test.put("properties", properties);
    test.put("required", keys);
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("if", test);
    condition.put("then", then);
    return condition;
  }

  /** The type of an extension decides what else may stand in the records beside it. */
  private List<Object> conditions(RecordShape shape) {
    List<Object> conditions = new ArrayList<>();
    for (ComponentShape part : shape.components()) {
      RecordShape owner = elementOf(part.shape());
      if (owner != null && owner.rest() != null) {
        for (ComponentShape beside : shape.components()) {
          if (beside.shape() instanceof Extension extension) {
            addConditions(part, owner, beside.name(), extension.kind(), conditions);
          }
        }
      }
    }
    return conditions;
  }

  private void addConditions(
      ComponentShape part, RecordShape owner, String beside, String kind, List<Object> to) {
    for (String type : new TreeSet<>(catalog.types(kind))) {
      Class<? extends Record> extra = rests.of(owner.type(), kind, type);
      if (extra != null) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("type", "object");
        written.put("properties", Map.of("type", Map.of("const", type)));
        written.put("required", List.of("type"));
        Map<String, Object> either = Map.of("anyOf", List.of(Map.of("const", type), written));
        Map<String, Object> element = reference(owner, RecordShape.of(extra), "." + type);
        boolean single = part.shape() instanceof Shape.Nested;
        Map<String, Object> value = single ? element : Map.of("items", element);
        to.add(
            when(
                Map.of(beside, either),
                List.of(beside),
                Map.of("properties", Map.of(part.name(), value))));
      }
    }
  }

  private static @Nullable RecordShape elementOf(Shape shape) {
    Shape element = shape instanceof Shape.Many many ? many.element() : shape;
    return element instanceof Shape.Nested nested ? nested.record() : null;
  }

  private static void putDoc(Map<String, Object> schema, @Nullable String doc) {
    if (doc != null) {
      schema.put("description", doc);
    }
  }

  private static Object plain(Node node) {
    if (node instanceof ListNode list) {
      return list.elements().stream().map(JsonSchema::plain).toList();
    }
    if (node instanceof MapNode map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.entries().forEach(entry -> plain.put(entry.key(), plain(entry.value())));
      return plain;
    }
    ScalarNode scalar = (ScalarNode) node;
    boolean bare =
        !scalar.isQuoted()
            && (NumberTypes.isDecimal(scalar.text())
                || scalar.text().equals("true")
                || scalar.text().equals("false"));
    return bare ? new Json.Bare(scalar.text()) : scalar.text();
  }
}
