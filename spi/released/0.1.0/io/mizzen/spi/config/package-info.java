@NullMarked
package io.mizzen.spi.config;
import org.jspecify.annotations.NullMarked;
