package io.mizzen.spi.route;
public interface RouteProblems {
  void error(Route route, String key, String sentence);
  void warning(Route route, String key, String sentence);
}
