/**
 * The Tars protocol: of the one struct a frame holds, the fields before its buffer are read at
 * once, those behind it when somebody asks.
 *
 * <p>Depends on the SPI and on the base plugin xprotocol. A codec and its heads belong to one
 * connection and run on its worker.
 */
@NullMarked
package io.mizzen.protocol.tars;

import org.jspecify.annotations.NullMarked;
