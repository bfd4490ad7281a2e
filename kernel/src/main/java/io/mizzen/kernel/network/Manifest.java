package io.mizzen.kernel.network;

import java.util.List;
import java.util.Map;

/**
 * A downstream connection as another process needs it to go on: names, bytes and numbers. Its
 * sockets travel beside it.
 *
 * @param id the connection's in the process it leaves; names it between the two
 * @param listener the listener's name
 * @param chain the filter chain's name; empty if the peer has not sent a byte yet
 * @param protocol the word of the protocol; empty for raw bytes or not known yet
 * @param facts what is known of the connection, by name
 * @param openedAtMillis when it was accepted, milliseconds since the epoch
 * @param awaited answers that the process it leaves still owes
 * @param state what the codec wrote beyond the unread bytes, or who else had the connection
 * @param sockets the peer's, and behind it that of the upstream if a raw connection or a tunnel has
 *     one
 */
public record Manifest(
    long id,
    String listener,
    String chain,
    String protocol,
    Map<String, String> facts,
    long openedAtMillis,
    int awaited,
    Bytes state,
    List<Socket> sockets) {
  public Manifest {
    facts = Map.copyOf(facts);
    sockets = List.copyOf(sockets);
  }

  /**
   * A connected socket.
   *
   * @param cookie the system's number for it, the same in every process (SO_COOKIE, socket(7))
   * @param family what its addresses are
   * @param unread bytes that were read and not understood yet
   * @param unsent bytes that were written and not taken by the system yet
   */
  public record Socket(long cookie, Family family, Bytes unread, Bytes unsent) {}

  /** What a socket's addresses are. */
  public enum Family {
    INET,
    UNIX
  }
}
