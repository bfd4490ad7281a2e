package io.mizzen.spi.upstream;
import io.mizzen.spi.protocol.RequestHead;
public interface PickContext {
  RequestHead head();
  Usable usable(Endpoint endpoint);
  int load(Endpoint endpoint);
  double ramp(Endpoint endpoint);
  int random(int bound);
  enum Usable {
    YES,
    NO
  }
}
