/**
 * Apache Thrift in frames, and the thrift protocol of Dubbo 2.5 to 2.7, which puts ids in front of
 * them. Only the head of a message is read.
 *
 * <p>Depends on the SPI and on the base plugin xprotocol. A codec and its heads belong to one
 * connection and run on its worker.
 */
@NullMarked
package io.mizzen.protocol.thrift;

import org.jspecify.annotations.NullMarked;
