package io.mizzen.spi.config;
public record Ratio(double value) {
  public Ratio {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "a share must be from 0% to 100%, got " + value * 100 + "%");
    }
  }
}
