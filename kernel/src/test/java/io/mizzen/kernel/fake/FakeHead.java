package io.mizzen.kernel.fake;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A head of either direction. Counts those that were not released, and refuses a second time. */
public final class FakeHead implements RequestHead, ResponseHead {
  /** Heads that are owned by a stream. */
  public static final AtomicInteger LIVE = new AtomicInteger();

  private final List<String> lines;
  private final int flags;
  private boolean released;

  public FakeHead(int flags, List<String> lines) {
    this.flags = flags;
    this.lines = new ArrayList<>(lines);
    while (this.lines.size() < 2) {
      this.lines.add("");
    }
    LIVE.incrementAndGet();
  }

  int flags() {
    return flags;
  }

  byte[] payload() {
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String protocol() {
    return "fake";
  }

  @Override
  public long bodyLength() {
    return -1;
  }

  @Override
  public void release() {
    if (released) {
      throw new IllegalStateException("released twice: " + lines);
    }
    released = true;
    LIVE.decrementAndGet();
  }

  @Override
  public CharSequence service() {
    return lines.get(0);
  }

  @Override
  public CharSequence operation() {
    return lines.get(1);
  }

  @Override
  public CharSequence verb() {
    return "";
  }

  @Override
  public boolean rewriteService(CharSequence service) {
    lines.set(0, service.toString());
    return true;
  }

  @Override
  public boolean rewriteOperation(CharSequence operation) {
    lines.set(1, operation.toString());
    return true;
  }

  @Override
  public Exchange exchange() {
    if ((flags & Frame.ONE_WAY) != 0) {
      return Exchange.ONE_WAY;
    }
    return (flags & Frame.TUNNEL) != 0 ? Exchange.TUNNEL : Exchange.ANSWERED;
  }

  @Override
  public long timeoutMillis() {
    CharSequence said = get("timeout");
    return said == null ? 0 : Long.parseLong(said.toString());
  }

  @Override
  public Repeat repeat() {
    return (flags & Frame.SAFE) != 0 ? Repeat.SAFE : Repeat.UNSAFE;
  }

  @Override
  public int code() {
    return Integer.parseInt(lines.get(0));
  }

  @Override
  public Why why() {
    return (flags & Frame.ERROR) != 0 ? Why.UPSTREAM_ERROR : Why.OK;
  }

  @Override
  public Kind kind() {
    if ((flags & Frame.INFO) != 0) {
      return Kind.INFORMATIONAL;
    }
    return (flags & Frame.TUNNEL) != 0 ? Kind.TUNNEL : Kind.FINAL;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    for (int i = 2; i < lines.size(); i++) {
      if (lines.get(i).startsWith(name + "=")) {
        return lines.get(i).substring(name.length() + 1);
      }
    }
    return null;
  }

  @Override
  public void forEach(Visitor visitor) {
    for (String line : List.copyOf(lines.subList(2, lines.size()))) {
      int equals = line.indexOf('=');
      visitor.field(line.substring(0, equals), line.substring(equals + 1));
    }
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    remove(name);
    add(name, value);
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    if (value.toString().contains("\n")) {
      throw new IllegalArgumentException("a field cannot carry a line break");
    }
    lines.add(name + "=" + value);
  }

  @Override
  public void remove(CharSequence name) {
    lines.subList(2, lines.size()).removeIf(line -> line.startsWith(name + "="));
  }
}
