/**
 * What a wire protocol is to the kernel: detection, codecs without I/O, heads, neutral fields.
 *
 * <p>Depends on the root package and netty-buffer. A codec belongs to one connection and is called
 * on that connection's worker only.
 */
@NullMarked
package io.mizzen.spi.protocol;

import org.jspecify.annotations.NullMarked;
