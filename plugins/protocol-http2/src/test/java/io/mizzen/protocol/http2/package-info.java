/** Tests of HTTP/2. */
@NullMarked
package io.mizzen.protocol.http2;

import org.jspecify.annotations.NullMarked;
