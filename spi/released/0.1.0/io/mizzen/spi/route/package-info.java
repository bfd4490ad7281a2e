@NullMarked
package io.mizzen.spi.route;
import org.jspecify.annotations.NullMarked;
