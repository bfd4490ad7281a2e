/**
 * Heads of Thrift messages in both encodings, the messages a proxy answers with, and what a
 * listener is configured with, for the protocols that put them into frames of their own. Only the
 * head of a message is read.
 *
 * <p>Depends on the SPI and on the base plugin xprotocol. What has state belongs to one connection
 * and is used on its worker.
 */
@NullMarked
package io.mizzen.lib.thrift;

import org.jspecify.annotations.NullMarked;
