package com.acme.older;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a frame says before its body, of either direction. */
final class OlderRpcHead implements RequestHead, ResponseHead {
  static final String PROTOCOL = "olderRpc";

  private final int code;
  private final long bodyLength;
  private String service;

  OlderRpcHead(int code, String service, long bodyLength) {
    this.code = code;
    this.service = service;
    this.bodyLength = bodyLength;
  }

  byte[] name() {
    return service.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public long bodyLength() {
    return bodyLength;
  }

  /** Nothing is held: the name was copied. */
  @Override
  public void release() {}

  @Override
  public CharSequence service() {
    return service;
  }

  @Override
  public CharSequence operation() {
    return "";
  }

  @Override
  public CharSequence verb() {
    return "";
  }

  @Override
  public boolean rewriteService(CharSequence name) {
    String text = name.toString();
    if (text.getBytes(StandardCharsets.UTF_8).length > OlderRpcFrame.MAX_NAME) {
      throw new IllegalArgumentException("a service has at most 255 bytes, got " + text);
    }
    service = text;
    return true;
  }

  @Override
  public boolean rewriteOperation(CharSequence operation) {
    return false;
  }

  @Override
  public Exchange exchange() {
    return Exchange.ANSWERED;
  }

  @Override
  public long timeoutMillis() {
    return 0;
  }

  /** Nothing in the frame says so. */
  @Override
  public Repeat repeat() {
    return Repeat.UNSAFE;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public Why why() {
    return code == 0 ? Why.OK : Why.UPSTREAM_ERROR;
  }

  @Override
  public Kind kind() {
    return Kind.FINAL;
  }

  // A frame has no fields.

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    return null;
  }

  @Override
  public void forEach(Visitor visitor) {}

  @Override
  public void set(CharSequence name, CharSequence value) {
    throw new IllegalArgumentException("a frame of olderRpc has no fields, so not " + name);
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    set(name, value);
  }

  @Override
  public void remove(CharSequence name) {}
}
