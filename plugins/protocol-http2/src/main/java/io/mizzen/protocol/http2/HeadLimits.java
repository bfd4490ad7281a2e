package io.mizzen.protocol.http2;

/**
 * How large a field section may be.
 *
 * @param listBytes names, values and 32 octets for each field, decoded (RFC 9113 section 6.5.2)
 * @param fields fields of a section; all cookie fields count as one
 */
record HeadLimits(int listBytes, int fields) {}
