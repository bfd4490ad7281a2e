/**
 * The framework under RPC protocols: a protocol describes one frame ({@link
 * io.mizzen.xprotocol.FrameFormat} and two heads), everything else is here: cutting, streaming of
 * large frames, ids, the table of open calls, heartbeats, last words, rest state.
 *
 * <p>Depends on the SPI only; other plugins stand on it. Codecs and heads belong to one connection
 * and run on its worker, formats are immutable and shared by all workers.
 */
@NullMarked
package io.mizzen.xprotocol;

import org.jspecify.annotations.NullMarked;
