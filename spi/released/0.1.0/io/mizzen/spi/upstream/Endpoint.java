package io.mizzen.spi.upstream;
import java.util.Map;
public interface Endpoint {
  String address();
  int weight();
  Map<String, String> metadata();
  Gate gate();
  enum Gate {
    OPEN,
    PROBING,
    SHUT
  }
}
