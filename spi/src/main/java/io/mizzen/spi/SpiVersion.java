package io.mizzen.spi;

/**
 * The version of this SPI. It moves on its own, not with the release: a minor adds, only a new
 * major may break plugins, and each break is listed with its reason in {@code spi/api-changes.md}.
 * The build compares with every released version.
 */
public final class SpiVersion {
  /** Three numbers, no suffix: what {@code Plugin-Requires} ranges are compared with. */
  public static final String CURRENT = "0.2.0";

  private SpiVersion() {}
}
