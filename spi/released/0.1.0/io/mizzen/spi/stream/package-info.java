@NullMarked
package io.mizzen.spi.stream;
import org.jspecify.annotations.NullMarked;
