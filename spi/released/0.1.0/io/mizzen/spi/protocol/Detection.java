package io.mizzen.spi.protocol;
public enum Detection {
  MATCH,
  NO_MATCH,
  NEED_MORE
}
