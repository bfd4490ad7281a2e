/**
 * HTTP callers with JSON reach services of RPC protocols. Depends on the SPI and on the conversions
 * of {@code xprotocol}; knows no RPC protocol itself. Filters are immutable and run on the worker
 * of the stream.
 */
@NullMarked
package io.mizzen.filter.transcoder;

import org.jspecify.annotations.NullMarked;
