/**
 * Where downstream meets upstream: a stream from its request's head to its end, and raw bytes from
 * one socket to another.
 *
 * <p>Depends on everything to its left and is the only package that sees both sides. Everything of
 * a connection and its streams runs on its worker; plans are immutable and replaced whole.
 */
@NullMarked
package io.mizzen.kernel.proxy;

import org.jspecify.annotations.NullMarked;
