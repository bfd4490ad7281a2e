package io.mizzen.it.soak;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A caller's connection in HTTP/2 (RFC 9113), frame by frame, to see what a drain says and when:
 *
 * <pre>
 *   length u24 | type u8 | flags u8 | stream u32 | payload
 * </pre>
 *
 * <p>Requests are whole in one frame of fields without Huffman codes; of an answer's fields only
 * the status is read. One thread.
 */
final class Http2 implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  /** {@code :status: 200} of the static table (RFC 7541 appendix A). */
  private static final byte OK = (byte) 0x88;

  private final Wire wire;
  private final Map<Integer, Boolean> heads = new HashMap<>();
  private final Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();
  private final List<Integer> ended = new ArrayList<>();
  private final List<Integer> goAways = new ArrayList<>();
  private int last = -1;

  Http2(int port) throws IOException {
    wire = Wire.connect(port);
    wire.send(Http.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    send(SETTINGS, 0, 0, new byte[0]);
  }

  /** Asks; gives the stream. */
  int get(String path) throws IOException {
    last += 2;
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    fields.write(0x82); // :method GET
    fields.write(0x86); // :scheme http
    text(fields, 1, "soak"); // :authority
    text(fields, 4, path); // :path
    send(HEADERS, END_STREAM | END_HEADERS, last, fields.toByteArray());
    return last;
  }

  private static void text(ByteArrayOutputStream fields, int name, String value) {
    fields.write(name);
    fields.write(value.length());
    fields.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream).put(payload);
    wire.send(frame.array());
  }

  /**
   * Reads a frame and answers what has to be answered.
   *
   * @return false if the other side has ended, between two frames
   */
  boolean read() throws IOException {
    if (wire.isAtEnd()) {
      return false;
    }
    ByteBuffer head = ByteBuffer.wrap(wire.readFully(9));
    int lengthAndType = head.getInt();
    int flags = head.get();
    int stream = head.getInt() & Integer.MAX_VALUE;
    byte[] payload = wire.readFully(lengthAndType >>> 8);
    switch (lengthAndType & 0xff) {
      case HEADERS -> heads.put(stream, status(payload) == OK);
      case DATA ->
          bodies
              .computeIfAbsent(stream, unknown -> new ByteArrayOutputStream())
              .writeBytes(payload);
      case SETTINGS -> acknowledge(SETTINGS, flags, new byte[0]);
      case PING -> acknowledge(PING, flags, payload);
      case GOAWAY -> {
        ByteBuffer words = ByteBuffer.wrap(payload);
        goAways.add(words.getInt() & Integer.MAX_VALUE);
        if (words.getInt() != 0) {
          throw new IOException("the connection is given up: " + goAways);
        }
      }
      default -> {
        // Credit, and frames that say nothing to this caller.
      }
    }
    if ((flags & END_STREAM) != 0 && (lengthAndType & 0xff) <= HEADERS) {
      ended.add(stream);
    }
    return true;
  }

  /** The first field, behind what changes the size of the table (RFC 7541 section 6.3). */
  private static byte status(byte[] fields) {
    int at = 0;
    while ((fields[at] & 0xe0) == 0x20) {
      boolean more = (fields[at++] & 0x1f) == 0x1f;
      while (more) {
        more = fields[at++] < 0;
      }
    }
    return fields[at];
  }

  private void acknowledge(int type, int flags, byte[] payload) throws IOException {
    if ((flags & ACK) == 0) {
      send(type, ACK, 0, payload);
    }
  }

  /** The body of a whole answer with status 200. */
  byte[] answer(int stream) throws IOException {
    while (!ended.contains(stream)) {
      if (!read()) {
        throw new EOFException("stream " + stream + " has no answer");
      }
    }
    if (!heads.getOrDefault(stream, false)) {
      throw new IOException("stream " + stream + " is answered with another status than 200");
    }
    ByteArrayOutputStream body = bodies.get(stream);
    return body == null ? new byte[0] : body.toByteArray();
  }

  /** Reads until it has been told so often to go. */
  void awaitGoAways(int count) throws IOException {
    while (goAways.size() < count) {
      if (!read()) {
        throw new EOFException("the connection ended after " + goAways);
      }
    }
  }

  /** Reads until the other side ends, which it may do only in order. */
  void awaitEnd() throws IOException {
    while (read()) {
      // what is said before
    }
  }

  /** The last streams that it was told will be served, by the order in which it was told. */
  List<Integer> goAways() {
    return goAways;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
