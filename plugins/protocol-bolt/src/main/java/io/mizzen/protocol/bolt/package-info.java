/**
 * The bolt protocol, versions 1 and 2: frames to streams and back, without touching contents; and
 * calls of SOFARPC made of calls in no protocol's words.
 *
 * <p>Depends on the SPI and the framework of {@code xprotocol}, which has the codecs. The format is
 * immutable and shared; heads belong to the worker of their connection.
 */
@NullMarked
package io.mizzen.protocol.bolt;

import org.jspecify.annotations.NullMarked;
