package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.Detection;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Recognises a connection by its first method. The list is closed: on a shared port, "any word and
 * a space" would swallow the texts of other protocols.
 */
final class MethodDetection {
  private static final List<byte[]> METHODS =
      List.of(
              "GET ",
              "HEAD ",
              "POST ",
              "PUT ",
              "DELETE ",
              "CONNECT ",
              "OPTIONS ",
              "TRACE ",
              "PATCH ",
              "PROPFIND ",
              "PROPPATCH ",
              "MKCOL ",
              "COPY ",
              "MOVE ",
              "LOCK ",
              "UNLOCK ",
              "REPORT ",
              "SEARCH ")
          .stream()
          .map(Octets::ascii)
          .toList();

  /** As many empty octets as a request may have before it. */
  private static final int MAX_EMPTY = 4;

  private MethodDetection() {}

  static Detection detect(ByteBuf first) {
    int from = first.readerIndex();
    int to = first.writerIndex();
    int start = from;
    while (start < to && start - from < MAX_EMPTY) {
      byte wanted = (start - from) % 2 == 0 ? Octets.CR : Octets.LF;
      if (first.getByte(start) != wanted) {
        break;
      }
      start++;
    }
    if ((start - from) % 2 != 0 && start < to) {
      return Detection.NO_MATCH;
    }
    Detection best = Detection.NO_MATCH;
    for (byte[] method : METHODS) {
      int size = Math.min(method.length, to - start);
      int same = 0;
      while (same < size && first.getByte(start + same) == method[same]) {
        same++;
      }
      if (same == method.length) {
        return Detection.MATCH;
      }
      if (same == size && start + size == to) {
        best = Detection.NEED_MORE;
      }
    }
    return best;
  }
}
