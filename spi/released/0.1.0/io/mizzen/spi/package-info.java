@NullMarked
package io.mizzen.spi;
import org.jspecify.annotations.NullMarked;
