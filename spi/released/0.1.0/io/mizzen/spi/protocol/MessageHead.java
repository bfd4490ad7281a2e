package io.mizzen.spi.protocol;
public interface MessageHead extends Fields {
  String protocol();
  long bodyLength();
  void release();
}
