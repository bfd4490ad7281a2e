import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

/** A service to proxy to: answers with what was asked. Run: java dev/Echo.java [PORT] */
final class Echo {
  public static void main(String... words) throws Exception {
    int port = words.length > 0 ? Integer.parseInt(words[0]) : 9001;
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = ("echo " + exchange.getRequestURI() + "\n").getBytes("UTF-8");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    System.out.println("echo       127.0.0.1:" + server.getAddress().getPort());
  }
}
