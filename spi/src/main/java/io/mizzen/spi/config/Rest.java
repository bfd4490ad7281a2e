package io.mizzen.spi.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on the one record component that takes every key its record does not know.
 *
 * <ul>
 *   <li>A {@link ConfigNode}: whoever owns those keys binds them later with {@link
 *       ConfigNode#bind}; a key that nobody bound is an error like any unknown key.
 *   <li>A {@code Map<String, Component>} with {@link OfKind}: each key is the type of an extension,
 *       and what stands under it is its config, as in {@code admin: {...}}.
 * </ul>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Rest {}
