/**
 * Limiters: what lets a stream pass or refuses it at once. Depends on heads, routes and streams of
 * this SPI. Everything here runs on the worker of the stream; nothing waits.
 */
@NullMarked
package io.mizzen.spi.limit;

import org.jspecify.annotations.NullMarked;
