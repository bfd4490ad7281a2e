/**
 * Apache Thrift in frames. Only the head of a message is read.
 *
 * <p>Depends on the SPI, on the base plugin xprotocol and on the library of Thrift messages. A
 * codec and its heads belong to one connection and run on its worker.
 */
@NullMarked
package io.mizzen.protocol.thrift;

import org.jspecify.annotations.NullMarked;
