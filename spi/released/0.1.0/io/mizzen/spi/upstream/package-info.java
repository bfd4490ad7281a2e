@NullMarked
package io.mizzen.spi.upstream;
import org.jspecify.annotations.NullMarked;
