package io.mizzen.filter.transcoder;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request's body says of a call.
 *
 * <pre>
 *   (nothing)                          no arguments
 *   ["a", 1]                           the arguments; their types are known, or not needed
 *   {"args": ["a", 1]}                 the same
 *   {"types": ["string", "int"], "args": ["a", 1]}
 * </pre>
 */
record CallBody(@Nullable List<String> types, List<@Nullable Object> arguments) {
  private static final String TYPES = "types";
  private static final String ARGUMENTS = "args";

  /** Short words for what callers use most; all other types are written as Java writes them. */
  private static final Map<String, String> SHORT =
      Map.of(
          "string", "java.lang.String",
          "object", "java.lang.Object",
          "list", "java.util.List",
          "set", "java.util.Set",
          "map", "java.util.Map",
          "date", "java.util.Date");

  /**
   * Reads it.
   *
   * @param body borrowed
   * @param known the method's parameter types by configuration, or null
   * @param classes what callers may name
   * @param maxDepth levels of nesting
   */
  static CallBody read(ByteBuf body, @Nullable List<String> known, Classes classes, int maxDepth)
      throws JsonException {
    List<String> types = known;
    List<@Nullable Object> arguments;
    Object value = body.isReadable() ? JsonReader.read(body, maxDepth) : List.of();
    if (value instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        if (!TYPES.equals(key) && !ARGUMENTS.equals(key)) {
          throw new JsonException("unknown key \"" + key + "\", there are \"types\" and \"args\"");
        }
      }
      if (map.containsKey(TYPES)) {
        if (known != null) {
          throw new JsonException("the types of this method are configured: leave \"types\" out");
        }
        types = typesOf(map.get(TYPES));
        for (String type : types) {
          classes.check(type);
        }
      }
      arguments = list(map.containsKey(ARGUMENTS) ? map.get(ARGUMENTS) : List.of());
    } else {
      arguments = list(value);
    }
    classes.checkWithin(arguments);
    if (arguments.isEmpty() && types == null) {
      types = List.of();
    }
    if (types != null && types.size() != arguments.size()) {
      throw new JsonException(types.size() + " types, but " + arguments.size() + " arguments");
    }
    return new CallBody(types, types == null ? arguments : fitted(arguments, types));
  }

  private static List<@Nullable Object> list(@Nullable Object value) throws JsonException {
    if (!(value instanceof List<?> list)) {
      throw new JsonException("the arguments must be an array");
    }
    return new ArrayList<>(list);
  }

  private static List<String> typesOf(@Nullable Object value) throws JsonException {
    List<String> types = new ArrayList<>();
    for (Object type : list(value)) {
      if (!(type instanceof String word) || word.isEmpty()) {
        throw new JsonException("\"types\" must be an array of names");
      }
      types.add(full(word));
    }
    return types;
  }

  /** A type's name as Java writes it. */
  static String full(String word) {
    return SHORT.getOrDefault(word, word);
  }

  /** JSON has no bytes: where they are wanted, a text is base64. */
  private static List<@Nullable Object> fitted(List<@Nullable Object> arguments, List<String> types)
      throws JsonException {
    for (int i = 0; i < arguments.size(); i++) {
      boolean bytes = types.get(i).equals("byte[]") || types.get(i).equals("[B");
      if (bytes && arguments.get(i) instanceof String text) {
        try {
          arguments.set(i, Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
          throw new JsonException("argument " + (i + 1) + " must be base64");
        }
      }
    }
    return arguments;
  }
}
