@NullMarked
package io.mizzen.spi.operate;
import org.jspecify.annotations.NullMarked;
