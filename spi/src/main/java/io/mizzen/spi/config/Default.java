package io.mizzen.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a record component when the configuration does not name it, written as it would be
 * in YAML ({@code "10s"}, {@code "8KiB"}, {@code "[a, b]"}, {@code "{}"}).
 *
 * <p>A component without {@code @Default} must be present unless it is {@code @Nullable}; an absent
 * {@code List} or {@code Map} is empty.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** The default in YAML. */
  String value();
}
