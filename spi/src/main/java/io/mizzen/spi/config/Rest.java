package io.mizzen.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on the one record component of type {@link ConfigNode} that takes every key its record
 * does not know. Whoever owns those keys binds them later with {@link ConfigNode#bind}; a key that
 * nobody bound is an error like any unknown key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Rest {}
