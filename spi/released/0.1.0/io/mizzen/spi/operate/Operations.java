package io.mizzen.spi.operate;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
public interface Operations {
  List<String> views();
  Object view(String view, Map<String, String> query);
  List<String> actions();
  CompletableFuture<Result> act(String action, Map<String, String> arguments);
  void writeMetrics(Appendable out) throws IOException;
  Phase phase();
  List<String> waitingFor();
  record Result(boolean done, Object body) {}
  enum Phase {
    STARTING,
    READY,
    DRAINING,
    STOPPING
  }
}
