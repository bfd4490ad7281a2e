package io.mizzen.it.http1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** A WebSocket server for one connection (RFC 6455): sends every frame back, unmasked. */
final class WebSocketEcho implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CLOSE = 8;

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Thread thread = new Thread(this::serve, "websocket-echo");

  WebSocketEcho() throws IOException {
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    try (Socket socket = server.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      out.write(agree(readKey(in)).getBytes(StandardCharsets.ISO_8859_1));
      while (echo(in, out) != CLOSE) {
        out.flush();
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String readKey(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  private static String agree(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + Base64.getEncoder().encodeToString(hash)
          + "\r\n\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends one frame back; gives its opcode. */
  private static int echo(DataInputStream in, OutputStream out) throws IOException {
    int first = in.readUnsignedByte();
    int size = in.readUnsignedByte() & 0x7f;
    if (size == 126) {
      size = in.readUnsignedShort();
    } else if (size == 127) {
      size = Math.toIntExact(in.readLong());
    }
    byte[] mask = in.readNBytes(4);
    byte[] data = in.readNBytes(size);
    for (int i = 0; i < size; i++) {
      data[i] ^= mask[i % 4];
    }
    out.write(first);
    if (size < 126) {
      out.write(size);
    } else if (size < 65536) {
      out.write(126);
      out.write(size >>> 8);
      out.write(size);
    } else {
      out.write(new byte[] {127, 0, 0, 0, 0});
      out.write(
          new byte[] {
            (byte) (size >>> 24), (byte) (size >>> 16), (byte) (size >>> 8), (byte) size
          });
    }
    out.write(data);
    return first & 0x0f;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
