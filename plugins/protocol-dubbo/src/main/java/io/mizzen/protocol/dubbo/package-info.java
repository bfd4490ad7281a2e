/**
 * The dubbo protocol: envelopes of hessian2 and fastjson2 are read just far enough to know service,
 * method and attachments; arguments and results are never decoded.
 *
 * <p>Depends on the SPI and on the base plugin xprotocol. A codec and its heads belong to one
 * connection and run on its worker.
 */
@NullMarked
package io.mizzen.protocol.dubbo;

import org.jspecify.annotations.NullMarked;
