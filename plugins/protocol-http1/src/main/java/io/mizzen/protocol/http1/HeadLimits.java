package io.mizzen.protocol.http1;

/**
 * How large a head may be, in octets and lines.
 *
 * @param startLine the request or status line
 * @param total start line and header lines together
 * @param line one header line
 * @param fields header lines
 * @param underscores what becomes of names with an underscore
 */
record HeadLimits(int startLine, int total, int line, int fields, Underscores underscores) {}
