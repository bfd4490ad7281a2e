package io.mizzen.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP/2 request and the answer it must get: {@code GET /N} is answered with N bytes.
 *
 * <p>Fields are encoded as a usual library does it: the first message of a connection enters them
 * into the table of the other side (RFC 7541), all later ones are a handful of indexes.
 *
 * @param answerBytes bytes of the answer's body, 0 to {@value #MAX_ANSWER}, so that it is one frame
 * @param outstanding requests without answer per connection, 1 to {@value #MAX_OUTSTANDING}
 */
public record Http2Exchange(int answerBytes, int outstanding) {
  static final int MAX_ANSWER = Http2Frame.LEAST_FRAME_LIMIT;

  /** What every proxy of the bench allows without being asked. */
  static final int MAX_OUTSTANDING = 100;

  // Static table, RFC 7541 appendix A.
  private static final int METHOD_GET = 2;
  private static final int PATH = 4;
  private static final int AUTHORITY = 1;
  private static final int SCHEME_HTTP = 6;
  private static final int STATUS_200 = 8;
  private static final int STATUS_404 = 13;
  private static final int ACCEPT = 19;
  private static final int CONTENT_LENGTH = 28;
  private static final int CONTENT_TYPE = 31;
  private static final int USER_AGENT = 58;

  /** What was entered last is found here. */
  private static final int NEWEST = 62;

  public Http2Exchange {
    if (answerBytes < 0 || answerBytes > MAX_ANSWER) {
      throw new IllegalArgumentException(
          "an answer has 0 to " + MAX_ANSWER + " bytes, got " + answerBytes);
    }
    if (outstanding < 1 || outstanding > MAX_OUTSTANDING) {
      throw new IllegalArgumentException(
          "outstanding must be 1 to " + MAX_OUTSTANDING + ", got " + outstanding);
    }
  }

  /** The HEADERS frame of the first request of a connection; its stream is still 0. */
  byte[] firstRequest() {
    Block block = new Block().indexed(METHOD_GET).indexed(SCHEME_HTTP);
    block.enter(PATH, "/" + answerBytes).enter(AUTHORITY, "bench.example");
    return block.enter(USER_AGENT, "mizzen-bench").enter(ACCEPT, "*/*").frame(true);
  }

  /** The same for all later ones. */
  byte[] laterRequest() {
    Block block = new Block().indexed(METHOD_GET).indexed(SCHEME_HTTP);
    for (int entered = 3; entered >= 0; entered--) {
      block.indexed(NEWEST + entered);
    }
    return block.frame(true);
  }

  /** HEADERS and DATA of the first answer of a connection; their streams are still 0. */
  static byte[] firstAnswer(int bytes) {
    Block block = new Block().indexed(STATUS_200).enter(CONTENT_TYPE, "text/plain");
    return answer(block.enter(CONTENT_LENGTH, Integer.toString(bytes)), bytes);
  }

  /** The same for all later ones of that many bytes. */
  static byte[] laterAnswer(int bytes) {
    return answer(new Block().indexed(STATUS_200).indexed(NEWEST + 1).indexed(NEWEST), bytes);
  }

  static byte[] notFound() {
    return new Block().indexed(STATUS_404).frame(true);
  }

  private static byte[] answer(Block block, int bytes) {
    byte[] head = block.frame(false);
    ByteBuffer both = ByteBuffer.allocate(head.length + Http2Frame.HEADER_BYTES + bytes).put(head);
    Http2Frame.put(both, bytes, Http2Frame.DATA, Http2Frame.END_STREAM, 0);
    return both.put(HttpExchange.pattern(bytes)).array();
  }

  /** Fields as RFC 7541 has them on the wire; all numbers here fit the first octet. */
  private static final class Block {
    private final ByteBuffer bytes = ByteBuffer.allocate(256);

    Block indexed(int index) {
      bytes.put((byte) (0x80 | index));
      return this;
    }

    /** A value that becomes the newest entry of the table. */
    Block enter(int name, String value) {
      bytes.put((byte) (0x40 | name)).put((byte) value.length());
      bytes.put(value.getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    byte[] frame(boolean last) {
      bytes.flip();
      ByteBuffer frame = ByteBuffer.allocate(Http2Frame.HEADER_BYTES + bytes.remaining());
      int flags = Http2Frame.END_HEADERS | (last ? Http2Frame.END_STREAM : 0);
      Http2Frame.put(frame, bytes.remaining(), Http2Frame.HEADERS, flags, 0);
      return frame.put(bytes).array();
    }
  }
}
