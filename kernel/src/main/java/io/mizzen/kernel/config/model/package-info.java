/**
 * The configuration as records: what {@code mizzen.yaml} may say, apart from what plugins add.
 *
 * <p>Depends on the SPI's value types only. Immutable, read by any thread; the documentation of
 * every key is its {@code @Doc}.
 */
@NullMarked
package io.mizzen.kernel.config.model;

import org.jspecify.annotations.NullMarked;
