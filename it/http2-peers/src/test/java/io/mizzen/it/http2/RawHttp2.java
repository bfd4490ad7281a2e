package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A caller of HTTP/2 that sends whatever it is told to, well formed or not. */
final class RawHttp2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int GOAWAY = 7;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private static final int SETTINGS = 4;
  private static final byte[] OPENING =
      HexFormat.of()
          .parseHex(
              "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"
                  + "000000"
                  + "04"
                  + "00"
                  + "00000000");

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  /** What has become of streams that nobody asked about yet. */
  private final Map<Integer, String> fates = new HashMap<>();

  RawHttp2(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write(OPENING);
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putShort((short) (payload.length >> 8)).put((byte) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    return frame.array();
  }

  /** A head; each field is {@code name: value} and goes as a literal, whatever it holds. */
  static byte[] head(int stream, int flags, List<String> fields) {
    ByteArrayOutputStream section = new ByteArrayOutputStream();
    for (String field : fields) {
      int colon = field.indexOf(": ", 1);
      section.write(0);
      string(field.substring(0, Math.max(0, colon)), section);
      string(field.substring(colon + 2), section);
    }
    return frame(HEADERS, flags | END_HEADERS, stream, section.toByteArray());
  }

  private static void string(String text, ByteArrayOutputStream section) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    section.write(octets.length);
    section.writeBytes(octets);
  }

  static byte[] reset(int stream, int code) {
    return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(code).array());
  }

  void send(byte[]... frames) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    out.write(all.toByteArray());
  }

  /**
   * What becomes of a stream: the status of its answer, {@code RST} if it is reset, {@code GOAWAY}
   * if the connection ends.
   */
  String fate(int stream) throws Exception {
    String known = fates.remove(stream);
    while (known == null) {
      int first = in.read();
      if (first < 0) {
        return "GOAWAY";
      }
      int length = first << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int id = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (type == HEADERS) {
        ByteBuf section = Unpooled.wrappedBuffer(payload);
        String status = String.valueOf(decoder.decodeHeaders(id, section).status());
        fates.put(id, status);
      } else if (type == RST_STREAM) {
        // Behind a whole answer it only says that the rest of the request is not wanted.
        fates.putIfAbsent(id, "RST");
      } else if (type == GOAWAY) {
        return "GOAWAY";
      } else if (type == SETTINGS && (flags & 1) == 0) {
        out.write(frame(SETTINGS, 1, 0, new byte[0]));
      }
      known = fates.remove(stream);
    }
    return known;
  }

  /** Waits until all of these are answered with 200. */
  void await(int... streams) throws Exception {
    for (int stream : streams) {
      assertEquals("200", fate(stream), "stream " + stream);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
