/**
 * Turns YAML into immutable records and says, with file, line and column, what is wrong with it.
 *
 * <p>Knows no listener and no cluster: the records come from other kernel packages and from
 * plugins. Depends on the SPI's configuration types, SnakeYAML's event parser and slf4j. Owns no
 * threads; a load runs on the caller's thread and its results are meant for that thread, except the
 * bound records, which are immutable.
 */
@NullMarked
package io.mizzen.kernel.config;

import org.jspecify.annotations.NullMarked;
