/**
 * The PROXY protocol: who really calls, told by a proxy in front of us and by us to an upstream.
 * After the specification of 2020-03-05 ("The PROXY protocol, versions 1 and 2", HAProxy).
 *
 * <p>Depends on the SPI and on netty-common for address texts. Runs on the worker of the
 * connection.
 */
@NullMarked
package io.mizzen.transport.proxyprotocol;

import org.jspecify.annotations.NullMarked;
