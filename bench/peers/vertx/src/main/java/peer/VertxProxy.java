package peer;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyOptions;

/**
 * Reverse proxy from 127.0.0.1:LISTEN to 127.0.0.1:TARGET, every path, one verticle per event loop.
 * Usage: java -cp 'target/classes:target/lib/*' peer.VertxProxy LISTEN TARGET [eventLoops]
 */
public class VertxProxy extends AbstractVerticle {
  private final int listen;
  private final int target;

  public VertxProxy(int listen, int target) {
    this.listen = listen;
    this.target = target;
  }

  @Override
  public void start(Promise<Void> done) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true).setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(256));
    HttpProxy proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(true), client);
    proxy.origin(target, "127.0.0.1");
    vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setHttp2ClearTextEnabled(true))
        .requestHandler(proxy)
        .listen(listen, "127.0.0.1")
        .<Void>mapEmpty()
        .onComplete(done);
  }

  public static void main(String[] args) {
    int listen = Integer.parseInt(args[0]);
    int target = Integer.parseInt(args[1]);
    int loops = args.length > 2 ? Integer.parseInt(args[2]) : Runtime.getRuntime().availableProcessors();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    vertx
        .deployVerticle(() -> new VertxProxy(listen, target), new DeploymentOptions().setInstances(loops))
        .onSuccess(id -> System.out.println("peer ready on " + listen))
        .onFailure(e -> { System.err.println("cannot listen: " + e.getMessage()); System.exit(1); });
  }
}
