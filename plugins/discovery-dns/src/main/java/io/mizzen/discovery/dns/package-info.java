/**
 * Endpoints from a DNS name.
 *
 * <p>Depends on the SPI and on Netty's resolver, which travels in the jar. Everything runs on one
 * loop thread of its own, shared by all names; never on a worker.
 */
@NullMarked
package io.mizzen.discovery.dns;

import org.jspecify.annotations.NullMarked;
