package io.mizzen.spi.config;

/**
 * A share from 0 to 1; in YAML a percentage ({@code 20%}) or a plain number ({@code 0.2}).
 *
 * @param value the share, 0 to 1 inclusive
 */
public record Ratio(double value) {
  public Ratio {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "a share must be from 0% to 100%, got " + value * 100 + "%");
    }
  }
}
