package io.mizzen.spi;
public interface ExtensionFactory {
  String type();
  String summary();
  default Stability stability() {
    return Stability.BETA;
  }
  enum Stability {
    DEVELOPMENT,
    ALPHA,
    BETA,
    STABLE,
    DEPRECATED
  }
}
