/**
 * The server log: a small back end for SLF4J that writes text or JSON lines.
 *
 * <p>Depends on SLF4J and the SPI's value types; not on Netty, which logs while it starts. Callers
 * only format their message; one daemon thread owns the target, turns events into lines and ends
 * temporary levels.
 */
@NullMarked
package io.mizzen.kernel.telemetry.log;

import org.jspecify.annotations.NullMarked;
