/**
 * The access log: one line for every stream that ends.
 *
 * <p>Depends on the SPI only. Lines are formatted on the worker into memory of its own and handed
 * over through a ring; one daemon thread per target owns the file.
 */
@NullMarked
package io.mizzen.filter.accesslog;

import org.jspecify.annotations.NullMarked;
