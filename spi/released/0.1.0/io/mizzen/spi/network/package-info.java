@NullMarked
package io.mizzen.spi.network;
import org.jspecify.annotations.NullMarked;
