/**
 * What all versions of HTTP mean by the same words. A library: a copy travels in the jar of each
 * protocol that uses it.
 *
 * <p>Depends on the SPI. Everything is immutable or owned by the caller, and read by any thread;
 * nothing allocates that a request passes through.
 */
@NullMarked
package io.mizzen.lib.http;

import org.jspecify.annotations.NullMarked;
