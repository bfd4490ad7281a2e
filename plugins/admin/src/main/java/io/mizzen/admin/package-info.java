/**
 * The admin API: what {@link io.mizzen.spi.operate.Operations} offers, spoken as HTTP/1.1.
 *
 * <p>Depends on the SPI and on Netty's HTTP codec, which this plugin carries. One event loop thread
 * of its own reads and writes; operations run on the host's background pool, never on a worker.
 */
@NullMarked
package io.mizzen.admin;

import org.jspecify.annotations.NullMarked;
