@NullMarked
package io.mizzen.spi.protocol;
import org.jspecify.annotations.NullMarked;
