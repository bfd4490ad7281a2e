package io.mizzen.protocol.http1;

/** Which way a message goes; the rules for the two differ in places. */
enum Side {
  REQUEST,
  RESPONSE
}
