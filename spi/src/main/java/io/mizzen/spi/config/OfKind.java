package io.mizzen.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on a record component of type {@link Component} (or a list of them) and names the kind of
 * extension it refers to, for example {@code filter}. The installed extensions of that kind decide
 * which {@code type} words are known and to which record {@code config} is bound.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OfKind {
  /**
   * The kind, equal to {@code ExtensionPoint.kind()}; where an extension has several configuration
   * records, followed by a dot and the role: {@code protocol.client}.
   */
  String value();
}
