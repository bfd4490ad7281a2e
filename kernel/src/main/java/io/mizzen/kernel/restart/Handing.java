package io.mizzen.kernel.restart;

import java.util.Locale;

/** What one process can give to the next; the lesser of what both can. */
public enum Handing {
  /** Listening sockets and open connections: no caller notices. */
  SOCKETS,
  /**
   * Addresses only: the incumbent closes its listeners, the successor binds them anew, open
   * connections drain. For a moment nobody accepts.
   */
  ADDRESSES;

  /** What a process can do with its transport. */
  public static Handing of(boolean passesSockets) {
    return passesSockets ? SOCKETS : ADDRESSES;
  }

  /** The word for it on the wire and in views. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whoever says nothing passes sockets. */
  static Handing in(Message hello) {
    return of(!ADDRESSES.word().equals(hello.fields().get("handing")));
  }
}
