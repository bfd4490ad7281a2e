package io.mizzen.protocol.tars;

import io.mizzen.xprotocol.Frame;

/**
 * A frame with the places of the fields before its buffer, counted from its first byte.
 *
 * <pre>
 *   length:4 (all of it)   fields in rising order, each tag:4 type:4 (tag:8) value
 *   request   1 version 2 packetType 3 messageType 4 id 5 servant 6 function | 7 buffer 8 timeout 9 context 10 status
 *   response  1 version 2 packetType 3 id 4 messageType 5 ret                | 6 buffer 7 status 8 description 9 context
 * </pre>
 *
 * <p>Versions 2 and 3 answer in the struct of requests.
 */
final class TarsFrame extends Frame {
  int version;
  int packetType;

  /** The head byte of the id's field, and what comes behind its value. */
  int idAt;

  int idEnd;
  int servantAt;
  int servantLength;
  int functionAt;
  int functionLength;
  int ret;

  void clear() {
    version = 1;
    packetType = 0;
    idAt = 0;
    idEnd = 0;
    servantAt = 0;
    servantLength = 0;
    functionAt = 0;
    functionLength = 0;
    ret = 0;
  }
}
