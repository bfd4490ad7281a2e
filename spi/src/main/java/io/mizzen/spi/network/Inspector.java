package io.mizzen.spi.network;

import io.netty.buffer.ByteBuf;

/**
 * Looks at the first bytes of a connection to find facts by which the filter chain is chosen. Bytes
 * may arrive one at a time: every prefix must lead to the same verdict.
 */
public interface Inspector {
  /**
   * Looks at all bytes so far.
   *
   * @param first borrowed; an inspector may move the reader index only when it answers {@link
   *     Verdict#DONE}, and so takes bytes that belong to no protocol (such as a PROXY header)
   * @param facts takes what was found
   */
  Verdict inspect(ByteBuf first, ConnectionInfo facts);

  /**
   * The verdict when its time is up or the peer ends its sending: DONE or REJECT. Without any byte
   * so far it is asked only if {@link Source#silenceMillis} says when.
   */
  default Verdict onSilence(ConnectionInfo facts) {
    return Verdict.REJECT;
  }

  /** What an inspector says. */
  enum Verdict {
    NEED_MORE,
    DONE,
    /** Not acceptable; the connection is closed and counted. */
    REJECT
  }

  /** Makes the inspector of each connection; shared by all workers. */
  interface Source {
    Inspector open();

    /** How long to wait for enough bytes once the first one is there, in milliseconds; above 0. */
    long timeoutMillis();

    /**
     * How long a connection may stay without any byte before {@link #onSilence} is asked, in
     * milliseconds, for protocols in which the server speaks first. 0 leaves a silent connection to
     * the listener's own limit: pools connect long before they send.
     */
    default long silenceMillis() {
      return 0;
    }
  }
}
