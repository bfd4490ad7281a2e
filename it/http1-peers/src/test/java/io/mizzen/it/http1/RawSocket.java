package io.mizzen.it.http1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller that says exactly what a test wants. */
final class RawSocket implements AutoCloseable {
  /** Longer than anything a test waits for, shorter than a build's patience. */
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;

  RawSocket(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void sayNoMore() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads until a text has come, or the end. */
  String hearUntil(String end) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      heard.write(octet);
      if (heard.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
        break;
      }
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads until the proxy closes. */
  String hearAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
