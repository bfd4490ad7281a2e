/**
 * How a plugin describes its configuration: immutable records and a few annotations and value
 * types.
 *
 * <p>Depends on nothing. Instances are immutable and may be read by any thread.
 */
@NullMarked
package io.mizzen.spi.config;

import org.jspecify.annotations.NullMarked;
