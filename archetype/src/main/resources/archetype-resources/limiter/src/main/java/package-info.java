/** The plugin ${artifactId}. Depends on the SPI of Mizzen only; workers call it, it has no threads. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
