package io.mizzen.spi.config;
import org.jspecify.annotations.Nullable;
public record Component(String type, @Nullable String name, Record config) {}
