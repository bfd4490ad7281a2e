/**
 * How routers compare texts, and tell people of it. A library: a copy travels in the jar of each
 * plugin that uses it.
 *
 * <p>Depends on the SPI and re2j. Everything is immutable and read by any thread; nothing allocates
 * while it compares, but for regular expressions.
 */
@NullMarked
package io.mizzen.lib.matching;

import org.jspecify.annotations.NullMarked;
