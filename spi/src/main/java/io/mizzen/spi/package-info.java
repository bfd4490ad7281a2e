/**
 * All that a plugin may see of Mizzen: how it registers, how it is configured, what it is given.
 *
 * <p>Depends on {@code io.netty.buffer}, {@code org.slf4j} and JSpecify, on nothing of the kernel.
 * Owns no threads; every method says on which thread it is called.
 */
@NullMarked
package io.mizzen.spi;

import org.jspecify.annotations.NullMarked;
