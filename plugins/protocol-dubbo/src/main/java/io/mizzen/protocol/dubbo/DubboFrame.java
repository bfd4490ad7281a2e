package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.Frame;

/**
 * A frame with the places of the values that begin a request's body. Places count from the first
 * byte of the frame; 0 for what is not there.
 *
 * <pre>
 *   da bb flag:1 status:1 id:8 length:4 | version service serviceVersion method types | arguments attachments
 * </pre>
 */
final class DubboFrame extends Frame {
  int flags;
  int status;
  int service;
  int serviceVersion;
  int method;
  int types;

  /** The first argument of a generic call: the method that is meant. */
  int genericMethod;

  /** Of an answer: the number that begins its body, or -1. */
  int resultType;
}
