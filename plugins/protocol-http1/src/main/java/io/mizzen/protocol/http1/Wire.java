package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;

/** Octets that are written again and again. */
final class Wire {
  static final byte[] CONNECTION_CLOSE = Octets.ascii("Connection: close\r\n");
  static final byte[] CONNECTION_UPGRADE = Octets.ascii("Connection: upgrade\r\n");
  static final byte[] CONNECTION_TE = Octets.ascii("Connection: TE\r\nTE: trailers\r\n");
  static final byte[] CONNECTION_UPGRADE_TE =
      Octets.ascii("Connection: upgrade, TE\r\nTE: trailers\r\n");
  static final byte[] UPGRADE = Octets.ascii("Upgrade: ");
  static final byte[] CHUNKED = Octets.ascii("Transfer-Encoding: chunked\r\n");
  static final byte[] NO_CONTENT = Octets.ascii("Content-Length: 0\r\n");
  static final byte[] LAST_CHUNK = Octets.ascii("0\r\n\r\n");
  static final byte[] LAST_CHUNK_AFTER_DATA = Octets.ascii("\r\n0\r\n\r\n");
  static final byte[] LAST_CHUNK_BEFORE_TRAILERS = Octets.ascii("0\r\n");

  /** CR LF as one short. */
  static final int CRLF = 0x0d0a;

  /** All own lines of a head together, with room to spare; what is variable is added to it. */
  static final int OWN_LINES = 256;

  private Wire() {}
}
