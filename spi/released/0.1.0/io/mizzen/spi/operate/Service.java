package io.mizzen.spi.operate;
public interface Service {
  void start() throws java.io.IOException;
  default void startAsSuccessor() throws java.io.IOException {
    start();
  }
  default Presence giveWay() {
    stop();
    return Presence.STOPPED;
  }
  void stop();
  enum Presence {
    STOPPED,
    ANSWERING
  }
  default String banner() {
    return "";
  }
}
