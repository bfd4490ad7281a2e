package io.mizzen.spi.stream;
public enum FilterStatus {
  CONTINUE,
  PAUSE
}
