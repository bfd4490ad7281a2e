package io.mizzen.demo;

import io.mizzen.spi.config.HostPort;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bolt service (version 1) that returns the content it was sent, under the class it was sent
 * with.
 *
 * <pre>
 *   request  01 type cmd(2) 01 id(4) codec timeout(4) class(2) header(2) content(4) ...
 *   answer   01 00   cmd(2) 01 id(4) codec status(2)  class(2) header(2) content(4) ...
 * </pre>
 */
final class BoltEcho implements AutoCloseable {
  private static final int REQUEST = 1;
  private static final int HEARTBEAT = 0;
  private static final int RESPONSE_COMMAND = 2;

  /** More than a demo sends; anything larger is no demo. */
  private static final int MOST_CONTENT = 1 << 20;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  BoltEcho(String name, HostPort address) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(address.host(), address.port()));
    Daemons.named("demo-" + name).newThread(this::accept).start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Daemons.named("demo-bolt-connection").newThread(() -> serve(socket)).start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      while (in.readByte() == 1) {
        echo(in, out);
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (EOFException ended) {
      // The peer is done: how connections end.
    } catch (IOException gone) {
      System.getLogger("demo").log(System.Logger.Level.DEBUG, "a connection broke", gone);
    } finally {
      open.remove(socket);
    }
  }

  private static void echo(DataInputStream in, DataOutputStream out) throws IOException {
    int type = in.readUnsignedByte();
    int command = in.readUnsignedShort();
    in.readByte();
    int id = in.readInt();
    int codec = in.readUnsignedByte();
    in.readInt();
    int classLength = in.readUnsignedShort();
    int headerLength = in.readUnsignedShort();
    int contentLength = in.readInt();
    if (contentLength < 0 || contentLength > MOST_CONTENT) {
      throw new IOException("content of " + contentLength + " bytes");
    }
    byte[] className = in.readNBytes(classLength);
    in.skipNBytes(headerLength);
    byte[] content = in.readNBytes(contentLength);
    if (type != REQUEST) {
      return;
    }
    out.writeByte(1);
    out.writeByte(0);
    out.writeShort(command == HEARTBEAT ? HEARTBEAT : RESPONSE_COMMAND);
    out.writeByte(1);
    out.writeInt(id);
    out.writeByte(codec);
    out.writeShort(0);
    out.writeShort(className.length);
    out.writeShort(0);
    out.writeInt(content.length);
    out.write(className);
    out.write(content);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
