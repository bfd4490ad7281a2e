package io.mizzen.transport.proxyprotocol;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a connection are.
 *
 * @param length how many bytes a COMPLETE header has
 * @param remote who calls, if the header names it
 * @param local what was called, if the header names it
 */
record Header(
    Kind kind, int length, @Nullable InetSocketAddress remote, @Nullable InetSocketAddress local) {
  static final Header ABSENT = new Header(Kind.ABSENT, 0, null, null);
  static final Header PARTIAL = new Header(Kind.PARTIAL, 0, null, null);
  static final Header BROKEN = new Header(Kind.BROKEN, 0, null, null);

  enum Kind {
    /** Something else than a header. */
    ABSENT,
    /** So far they could begin a header. */
    PARTIAL,
    COMPLETE,
    /** They begin as a header and break its rules. */
    BROKEN
  }

  /** A header that names nobody: the connection speaks for its peer. */
  static Header anonymous(int length) {
    return new Header(Kind.COMPLETE, length, null, null);
  }
}
