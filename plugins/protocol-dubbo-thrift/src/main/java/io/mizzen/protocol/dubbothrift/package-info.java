/**
 * The protocol "thrift" of Dubbo 2.5 to 2.7, which puts a header with a service and an id before
 * each Thrift message. Only heads are read.
 *
 * <p>Depends on the SPI, on the base plugin xprotocol and on the library of Thrift messages. A
 * codec and its heads belong to one connection and run on its worker.
 */
@NullMarked
package io.mizzen.protocol.dubbothrift;

import org.jspecify.annotations.NullMarked;
