package io.mizzen.spi.route;
public interface Route {
  String name();
  String table();
  int index();
  String place();
  Target target();
  enum Target {
    CLUSTER,
    REPLY,
    NONE
  }
}
