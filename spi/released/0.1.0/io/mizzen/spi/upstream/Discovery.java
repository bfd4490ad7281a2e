package io.mizzen.spi.upstream;
import java.util.List;
public interface Discovery extends AutoCloseable {
  void start(Watcher watcher);
  @Override
  void close();
  interface Watcher {
    void onEndpoints(List<EndpointSpec> endpoints);
    void onFailure(String sentence);
  }
}
