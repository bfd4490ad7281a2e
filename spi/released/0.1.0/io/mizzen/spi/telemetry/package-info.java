@NullMarked
package io.mizzen.spi.telemetry;
import org.jspecify.annotations.NullMarked;
