package io.mizzen.bench.load;

/** What can be wrong with an answer. Every one counts as an error of the proxy under load. */
public enum Fault {
  /** Not 200 (HTTP) or not SUCCESS (RPC). */
  STATUS,
  /** A body or frame of another size than asked for. */
  LENGTH,
  /** Bytes of the body differ from what the upstream sent. */
  BODY,
  /** An answer that belongs to no request, or to another one. */
  ID,
  /** The bytes do not follow the protocol. */
  PROTOCOL,
  /** A connection closed with requests under way. */
  CLOSED,
  /** A connection could not be opened. */
  CONNECT
}
