package io.mizzen.xprotocol.convert;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a class that only the other end knows. No class is looked for here.
 *
 * @param type its name
 * @param fields in the order they came; may grow until all of the message is read
 */
public record Struct(String type, Map<String, @Nullable Object> fields) {}
