package io.mizzen.discovery.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers A and AAAA questions on loopback from a map; other names do not exist.
 *
 * <pre>
 *   id u16 | flags u16 | questions u16 | answers u16 | 0 | 0      (RFC 1035 section 4.1)
 *   question: labels, type u16, class u16     answer: c00c, type, class, ttl u32, length u16, data
 * </pre>
 */
final class TinyDnsServer implements AutoCloseable {
  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int NAME_ERROR = 3;

  private final Map<String, Records> names = new ConcurrentHashMap<>();
  private final DatagramSocket socket;
  private final Thread thread = new Thread(this::serve, "tiny-dns");

  private record Records(int ttl, List<InetAddress> addresses) {}

  TinyDnsServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  void answer(String name, int ttl, InetAddress... addresses) {
    names.put(name, new Records(ttl, List.of(addresses)));
  }

  void forget(String name) {
    names.remove(name);
  }

  @Override
  public void close() throws InterruptedException {
    socket.close();
    thread.join();
  }

  private void serve() {
    byte[] buffer = new byte[1500];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }

  private byte[] answer(ByteBuffer question) throws IOException {
    int id = question.getShort() & 0xffff;
    question.position(12);
    StringBuilder name = new StringBuilder();
    for (int length = question.get(); length > 0; length = question.get()) {
      byte[] label = new byte[length];
      question.get(label);
      name.append(new String(label, StandardCharsets.US_ASCII)).append('.');
    }
    int type = question.getShort();
    byte[] asked = java.util.Arrays.copyOfRange(question.array(), 12, question.position() + 2);
    Records records = names.get(name.toString().toLowerCase(Locale.ROOT));
    List<InetAddress> addresses =
        records == null
            ? List.of()
            : records.addresses().stream().filter(a -> typeOf(a) == type).toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(id);
    // Response, recursion desired and available.
    out.writeShort(0x8180 | (records == null ? NAME_ERROR : 0));
    out.writeShort(1);
    out.writeShort(addresses.size());
    out.writeInt(0);
    out.write(asked);
    for (InetAddress address : addresses) {
      byte[] data = address.getAddress();
      out.writeShort(0xc00c);
      out.writeShort(type);
      out.writeShort(1);
      out.writeInt(records.ttl());
      out.writeShort(data.length);
      out.write(data);
    }
    return bytes.toByteArray();
  }

  private static int typeOf(InetAddress address) {
    return address.getAddress().length == 4 ? A : AAAA;
  }
}
