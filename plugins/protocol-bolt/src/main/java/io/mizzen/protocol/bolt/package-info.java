/**
 * The bolt protocol, versions 1 and 2: frames to streams and back, without touching contents.
 *
 * <p>Depends on the SPI and netty-buffer. A codec and everything it makes belongs to the worker of
 * its connection; {@link io.mizzen.protocol.bolt.WorkerPool} is shared by the codecs of one worker.
 */
@NullMarked
package io.mizzen.protocol.bolt;

import org.jspecify.annotations.NullMarked;
