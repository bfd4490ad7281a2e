package io.mizzen.spi;

/**
 * The version of this SPI. It moves on its own, not with the release: while the major is 0, a minor
 * may break plugins, and each break is listed with its reason in {@code spi/api-changes.md}.
 */
public final class SpiVersion {
  /** Three numbers, no suffix: what {@code Plugin-Requires} ranges are compared with. */
  public static final String CURRENT = "0.1.0";

  private SpiVersion() {}
}
