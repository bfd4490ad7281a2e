package io.mizzen.it.bolt;

import io.mizzen.testkit.HexFrames;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A caller or an upstream that says exactly what a test tells it, version 1 only. */
final class RawPeers {
  /** Long enough for a loaded machine; nothing waits for it but a failing test. */
  private static final int PATIENCE_MILLIS = 10_000;

  private RawPeers() {}

  static ServerSocket listen() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static Socket accept(ServerSocket listener) throws IOException {
    Socket socket = listener.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  static void send(Socket socket, byte[] frame) throws IOException {
    socket.getOutputStream().write(frame);
  }

  /** The next frame, whole. */
  static byte[] receive(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] start = new byte[20];
    in.readFully(start);
    boolean answer = start[1] == 0;
    int fixed = answer ? 20 : 22;
    byte[] head = java.util.Arrays.copyOf(start, fixed);
    in.readFully(head, 20, fixed - 20);
    ByteBuffer fields = ByteBuffer.wrap(head);
    int rest = fields.getShort(fixed - 8) + fields.getShort(fixed - 6) + fields.getInt(fixed - 4);
    byte[] frame = java.util.Arrays.copyOf(head, fixed + rest);
    in.readFully(frame, fixed, rest);
    return frame;
  }

  static boolean isAtEnd(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException e) {
      return true;
    }
  }

  /** A call of a service, 1 for two-way and 2 for one-way. */
  static byte[] request(int type, int id, String service, int contentLength) {
    byte[] map = HexFrames.bytes("00000007 \"service\" " + hex(service.length()) + text(service));
    return ByteBuffer.allocate(22 + map.length + contentLength)
        .put((byte) 1)
        .put((byte) type)
        .put(HexFrames.bytes("0001 01"))
        .putInt(id)
        .put(HexFrames.bytes("01 00001388 0000"))
        .putShort((short) map.length)
        .putInt(contentLength)
        .put(map)
        .array();
  }

  /** A good answer to a request. */
  static byte[] answer(byte[] request, int contentLength) {
    return ByteBuffer.allocate(20 + contentLength)
        .put(HexFrames.bytes("01 00 0002 01"))
        .putInt(id(request))
        .put(HexFrames.bytes("01 0000 0000 0000"))
        .putInt(contentLength)
        .array();
  }

  /** An answer of a proxy: a status and nothing else. */
  static byte[] bare(int id, int status) {
    return HexFrames.bytes(
        "01 00 0002 01 " + hex(id) + " 01 " + hex(status).substring(4) + " 0000 0000 00000000");
  }

  static int id(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(5);
  }

  private static String hex(int number) {
    return HexFormat.of().toHexDigits(number);
  }

  private static String text(String text) {
    return " \"" + text + "\"";
  }
}
