package io.mizzen.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on the one record component that may be written alone in place of the whole record, when
 * all others have their defaults: {@code "10.0.0.11:8080"} for {@code {address: "10.0.0.11:8080"}}.
 * Allowed on a component that is written as one text.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ShortForm {}
