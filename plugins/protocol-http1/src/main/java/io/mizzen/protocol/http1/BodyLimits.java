package io.mizzen.protocol.http1;

/**
 * How large a body and what goes with it may be.
 *
 * @param body octets of content
 * @param extensions octets of all chunk extensions together
 * @param trailers the trailer section
 */
record BodyLimits(long body, int extensions, HeadLimits trailers) {}
