package io.mizzen.it.soak;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A blocking socket with a buffer in front of its input. One thread for each direction. */
class Wire implements AutoCloseable {
  /** Long enough for a loaded machine; only a failing test waits that long. */
  static final int PATIENCE_MILLIS = 30_000;

  private static final int BUFFER = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  static Wire connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Wire(socket);
  }

  static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
  }

  Socket socket() {
    return socket;
  }

  /** Bytes that were received and not taken. */
  int buffered() {
    return limit - position;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void send(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, read);
    return read > 0;
  }

  /** Whether the other side has said all; waits for its next byte. */
  boolean isAtEnd() throws IOException {
    return position == limit && !fill();
  }

  /** Up to and with {@code end}; null if the other side has ended in between messages. */
  @org.jspecify.annotations.Nullable
  String readUntil(String end) throws IOException {
    int from = position;
    int last = end.length() - 1;
    while (true) {
      for (int i = Math.max(position, from); i + last < limit; i++) {
        if (buffer[i + last] == end.charAt(last) && matches(end, i)) {
          String text =
              new String(buffer, position, i + last + 1 - position, StandardCharsets.ISO_8859_1);
          position = i + last + 1;
          return text;
        }
      }
      int seen = Math.max(0, limit - position - last);
      if (!fill()) {
        if (buffered() == 0) {
          return null;
        }
        throw new EOFException("the end came within a message, after " + buffered() + " bytes");
      }
      from = position + seen;
    }
  }

  private boolean matches(String end, int at) {
    for (int i = 0; i < end.length(); i++) {
      if (buffer[at + i] != end.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Copies what is there, at least one byte and at most {@code most}; -1 at the end. */
  int readSome(byte[] to, int most) throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    int length = Math.min(most, limit - position);
    System.arraycopy(buffer, position, to, 0, length);
    position += length;
    return length;
  }

  byte[] readFully(int length) throws IOException {
    while (buffered() < length) {
      if (!fill()) {
        throw new EOFException("the end came after " + buffered() + " of " + length + " bytes");
      }
    }
    byte[] bytes = Arrays.copyOfRange(buffer, position, position + length);
    position += length;
    return bytes;
  }

  /** Copies the next bytes without taking them. */
  byte[] peek(int length) throws IOException {
    byte[] bytes = readFully(length);
    position -= length;
    return bytes;
  }

  /** A body in chunks, without its trailers. */
  byte[] readChunks() throws IOException {
    byte[] body = new byte[0];
    while (true) {
      String line = readUntil("\r\n");
      if (line == null) {
        throw new EOFException("the end came between chunks");
      }
      int size = Integer.parseInt(line.substring(0, line.length() - 2), 16);
      byte[] chunk = readFully(size + 2);
      if (size == 0) {
        return body;
      }
      int before = body.length;
      body = Arrays.copyOf(body, before + size);
      System.arraycopy(chunk, 0, body, before, size);
    }
  }

  /** Everything until the other side ends or breaks off. */
  byte[] readToEnd() throws IOException {
    try {
      while (fill()) {
        // all of it
      }
    } catch (java.net.SocketException e) {
      // A reset is an end, too; what came before counts.
      return readFully(buffered());
    }
    return readFully(buffered());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
