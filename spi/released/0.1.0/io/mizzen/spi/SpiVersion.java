package io.mizzen.spi;
public final class SpiVersion {
  public static final String CURRENT = "0.1.0";
  private SpiVersion() {}
}
