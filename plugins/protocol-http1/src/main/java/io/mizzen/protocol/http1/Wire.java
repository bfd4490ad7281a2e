package io.mizzen.protocol.http1;

import java.nio.charset.StandardCharsets;

/** Octets that are written again and again. */
final class Wire {
  static final byte[] CONNECTION_CLOSE = ascii("Connection: close\r\n");
  static final byte[] CONNECTION_UPGRADE = ascii("Connection: upgrade\r\n");
  static final byte[] CONNECTION_TE = ascii("Connection: TE\r\nTE: trailers\r\n");
  static final byte[] CONNECTION_UPGRADE_TE = ascii("Connection: upgrade, TE\r\nTE: trailers\r\n");
  static final byte[] UPGRADE = ascii("Upgrade: ");
  static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  static final byte[] NO_CONTENT = ascii("Content-Length: 0\r\n");
  static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
  static final byte[] LAST_CHUNK_AFTER_DATA = ascii("\r\n0\r\n\r\n");
  static final byte[] LAST_CHUNK_BEFORE_TRAILERS = ascii("0\r\n");

  /** CR LF as one short. */
  static final int CRLF = 0x0d0a;

  /** All own lines of a head together, with room to spare; what is variable is added to it. */
  static final int OWN_LINES = 256;

  private Wire() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
