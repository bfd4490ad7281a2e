package io.mizzen.protocol.http2;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a connection: both windows, and what waits for the peer's credit. Used again for
 * another stream after its end.
 */
final class Stream {
  int id;

  /** What the peer lets us send; negative after it has taken credit back (6.9.2). */
  int sendWindow;

  /** What the peer may still send. */
  int receiveWindow;

  /** Received and not yet done with. */
  int outstanding;

  /** Done with, and not yet told to the peer. */
  int owed;

  /** The length its message has announced, or -1; and how much of it has come. */
  long expected = -1;

  long received;

  boolean remoteEnded;

  /** Whether the last piece was handed to us. */
  boolean localEnded;

  boolean headSent;
  boolean headReceived;

  /** Whether the request is HEAD: the answer has no body. */
  boolean noBody;

  boolean grpc;

  /** The messages of gRPC: octets of a prefix that have come, and what is left of a message. */
  int prefixSeen;

  long messageLength;
  long messageLeft;

  /** Whether it is, or may become, raw bytes both ways (RFC 8441). */
  Tunnel tunnel = Tunnel.NONE;

  /** How far a tunnel is. */
  enum Tunnel {
    NONE,
    /** Asked for, not answered. */
    ASKED,
    OPEN
  }

  /** The bridge of a call of gRPC-Web; null for every other one. */
  @Nullable GrpcWeb web;

  /** Whether somebody was told that nothing more can be sent, and waits to hear otherwise. */
  boolean shutTold;

  /** Whether it stands in line for the connection's window. */
  boolean inLine;

  final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(0);
  int queued;

  /** Trailers, encoded; they go when the queue is empty. */
  byte @Nullable [] trailers;

  void begin(int newId, int send, int receive) {
    id = newId;
    sendWindow = send;
    receiveWindow = receive;
  }

  boolean hasQueue() {
    return !queue.isEmpty();
  }

  /** Gives up what waits. */
  void dropQueue() {
    ByteBuf piece;
    while ((piece = queue.poll()) != null) {
      piece.release();
    }
    queued = 0;
    trailers = null;
  }

  void clear() {
    dropQueue();
    id = 0;
    outstanding = 0;
    owed = 0;
    expected = -1;
    received = 0;
    remoteEnded = false;
    localEnded = false;
    headSent = false;
    headReceived = false;
    noBody = false;
    grpc = false;
    prefixSeen = 0;
    messageLeft = 0;
    web = null;
    tunnel = Tunnel.NONE;
    shutTold = false;
    inLine = false;
  }
}
