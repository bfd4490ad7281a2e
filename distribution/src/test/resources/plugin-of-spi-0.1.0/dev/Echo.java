import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A service to proxy to: answers with what was sent. Run: java dev/Echo.java [PORT] */
final class Echo {
  public static void main(String... words) throws Exception {
    int port = words.length > 0 ? Integer.parseInt(words[0]) : 9001;
    try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      System.out.println("echo       127.0.0.1:" + server.getLocalPort());
      while (true) {
        Socket socket = server.accept();
        new Thread(() -> serve(socket)).start();
      }
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      for (int magic = in.read(); magic == 0xAC; magic = in.read()) {
        int kind = in.read();
        in.read();
        int nameLength = in.read();
        int id = in.readInt();
        int length = in.readInt();
        in.readNBytes(nameLength);
        byte[] body = in.readNBytes(length);
        out.write(new byte[] {(byte) 0xAC, (byte) (kind == 3 ? 4 : 2), 0, 0});
        out.writeInt(id);
        out.writeInt(length);
        out.write(body);
      }
    } catch (IOException gone) {
      System.out.println("a caller went: " + gone.getMessage());
    }
  }
}
