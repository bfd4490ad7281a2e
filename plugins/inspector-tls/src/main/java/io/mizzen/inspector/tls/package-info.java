/**
 * Tells TLS, TLCP and plain text apart by the first bytes of a connection, without consuming them.
 *
 * <p>Depends on the SPI only. Runs on the worker of the connection.
 */
@NullMarked
package io.mizzen.inspector.tls;

import org.jspecify.annotations.NullMarked;
