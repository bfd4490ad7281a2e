package io.mizzen.testkit;

import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ServerProtocol;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol plugin declares about itself for the contract suites: both sides of the protocol,
 * what it is able to do, and frames as they stand on the wire.
 */
public interface ProtocolUnderTest {
  /** The protocol under a listener, configured with its defaults. */
  ServerProtocol server();

  /** The protocol under a cluster, configured with its defaults. */
  ClientProtocol client();

  /** What it can do beyond the least. */
  Set<Ability> abilities();

  /** Requests, each whole, one stream each, independent of each other. At least one. */
  List<Sample> requests();

  /** Requests with answers whose end can be told without the end of the connection. */
  List<Exchange> exchanges();

  /** Bytes of a caller that end the connection. */
  List<Broken> brokenRequests();

  /** Bytes of an upstream that end the connection. */
  List<Broken> brokenResponses();

  /**
   * Requests that can be cut off and not understood: each is answered with exactly its last words,
   * or not at all if those are empty, and the connection goes on.
   */
  default List<Broken> refusedRequests() {
    return List.of();
  }

  /** Beginnings of connections of other protocols, as long as this one needs to decide. */
  List<Sample> foreign();

  /** Heartbeats of a caller and what is answered. */
  default List<Heartbeat> heartbeats() {
    return List.of();
  }

  /**
   * What a caller says first on every connection, before its first request; not part of the
   * samples. The codec answers it by itself.
   */
  default byte[] callerOpening() {
    return new byte[0];
  }

  /** What an upstream says first on every connection. */
  default byte[] upstreamOpening() {
    return new byte[0];
  }

  /** Names of fields, in lower case, that a proxy adds, changes or takes away. */
  default Set<String> changedOnForward() {
    return Set.of();
  }

  /** What a protocol can do. */
  enum Ability {
    /** Fields can be set, added and removed. */
    EDITS,
    /** Fields stand in the body, so that an edit changes the body too. */
    FIELDS_IN_BODY,
    /** The service of some requests can be rewritten. */
    REWRITE_SERVICE,
    /** The operation of some requests can be rewritten. */
    REWRITE_OPERATION,
    /** Large bodies are handed on before they are complete. */
    STREAMS_BODIES
  }

  /** Bytes with a name for the report. */
  record Sample(String name, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A request and its answer.
   *
   * @param response makes the bytes of the answer for the stream id the client codec chose
   */
  record Exchange(String name, byte[] request, LongFunction<byte[]> response) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Bytes that end a connection.
   *
   * @param lastWords what the codec has to say before that; null for "do not care", empty for
   *     nothing
   */
  record Broken(String name, byte[] bytes, byte @Nullable [] lastWords) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A heartbeat and its answer. */
  record Heartbeat(String name, byte[] question, byte[] answer) {
    @Override
    public String toString() {
      return name;
    }
  }
}
