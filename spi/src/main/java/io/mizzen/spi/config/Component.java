package io.mizzen.spi.config;

import org.jspecify.annotations.Nullable;

/**
 * A reference to an extension in the configuration: {@code {type: ..., name: ..., config: {...}}}.
 *
 * @param type the extension's word
 * @param name the name of a shared instance; equal names in several places are one instance
 * @param config the bound configuration of that extension, all defaults applied
 */
public record Component(String type, @Nullable String name, Record config) {}
