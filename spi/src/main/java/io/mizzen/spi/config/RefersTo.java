package io.mizzen.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on a record component that names an element of a top-level list, for example
 * {@code @RefersTo("clusters") String cluster}. Allowed on a {@code String}, on a {@code List} or
 * {@code Set} of them, and on a {@code Map} whose keys are the names.
 *
 * <p>A name that is not defined is then an error with its place and a suggestion. The check works
 * on the text, so it also finds the wrong name in a block that has other problems.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface RefersTo {
  /** The key of the top-level list, in the plural as it stands in YAML. */
  String value();
}
