package io.mizzen.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An admin socket that answers what it was told to, and remembers what it was asked. */
final class FakeInstance implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new HashMap<>();
  private final ServerSocketChannel server;
  private final Path socket;

  FakeInstance(Path folder) throws IOException {
    socket = folder.resolve("admin.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  FakeInstance answering(String request, int status, String body) {
    String head = "HTTP/1.1 " + status + " x\r\nContent-Length: " + body.length() + "\r\n\r\n";
    answers.put(request, head + body);
    return this;
  }

  FakeInstance start() {
    Thread thread = new Thread(this::serve, "fake-instance");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel channel = server.accept()) {
        String request = read(Channels.newInputStream(channel));
        String line = request.substring(0, request.indexOf(" HTTP/1.1"));
        asked.add((line + " " + request.substring(request.indexOf("\r\n\r\n") + 4)).strip());
        String missing = "HTTP/1.1 404 x\r\nContent-Length: 16\r\n\r\n{\"error\":\"none\"}";
        byte[] answer = answers.getOrDefault(line, missing).getBytes(StandardCharsets.UTF_8);
        channel.write(ByteBuffer.wrap(answer));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      String text = bytes.toString(StandardCharsets.UTF_8);
      int end = text.indexOf("\r\n\r\n");
      if (end > 0) {
        int at = text.indexOf("Content-Length: ") + 16;
        int length = Integer.parseInt(text.substring(at, text.indexOf("\r\n", at)));
        if (text.length() >= end + 4 + length) {
          return text;
        }
      }
      int next = in.read();
      if (next < 0) {
        throw new IOException("cut");
      }
      bytes.write(next);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }
}
