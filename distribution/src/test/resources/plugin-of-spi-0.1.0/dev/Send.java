import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One request. Run: java dev/Send.java WORD [PORT] */
final class Send {
  public static void main(String... words) throws Exception {
    int port = words.length > 1 ? Integer.parseInt(words[1]) : 9000;
    byte[] body = words[0].getBytes(StandardCharsets.UTF_8);
    byte[] name = "echo".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(new byte[] {(byte) 0xAC, 1, 0, (byte) name.length});
      out.writeInt(1);
      out.writeInt(body.length);
      out.write(name);
      out.write(body);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.skipBytes(2);
      int code = in.read();
      in.skipBytes(5);
      String answer = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      System.out.println("code " + code + ": " + answer);
    }
  }
}
