package io.mizzen.demo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A GET with keep-alive; the answer must say its length. */
final class HttpCall implements Call {
  private static final String LENGTH = "content-length:";

  @Override
  public void make(int number, DataInputStream in, OutputStream out) throws IOException {
    out.write(
        ("GET /demo/" + number + " HTTP/1.1\r\nHost: demo.example\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    int length = -1;
    String line = line(in);
    while (!line.isEmpty()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).trim());
      }
      line = line(in);
    }
    if (length < 0) {
      throw new IOException("an answer without a length");
    }
    in.skipNBytes(length);
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    int b = in.readUnsignedByte();
    while (b != '\n') {
      if (b != '\r') {
        text.append((char) b);
      }
      b = in.readUnsignedByte();
    }
    return text.toString();
  }
}
