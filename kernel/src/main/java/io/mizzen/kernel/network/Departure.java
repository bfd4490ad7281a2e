package io.mizzen.kernel.network;

import io.netty.channel.unix.FileDescriptor;
import java.util.List;

/**
 * A connection that is ready to leave: neither read nor written here any more.
 *
 * @param manifest what the other process needs to know
 * @param sockets in the order of the manifest; open until the owner hears an answer
 * @param worker the connection's
 * @param owner hears what became of it
 */
public record Departure(
    Manifest manifest, List<FileDescriptor> sockets, KernelWorker worker, Owner owner) {
  public Departure {
    sockets = List.copyOf(sockets);
  }

  /** Whoever had the connection. Called on its worker. */
  public interface Owner {
    /** The other process has it: the sockets here are to be closed without a word to the peer. */
    void moved();

    /** It has to go on here. */
    void stays();

    /** It had moved, and its peer has closed it since: nobody waits for what is still owed. */
    void peerGone();
  }
}
