package io.mizzen.protocol.http2;

import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A field section that comes in several frames (RFC 9113 section 4.3). One per connection. */
final class OpenSection {
  /** Room for what usually follows; grows by need, up to the limit. */
  private static final int INITIAL = 1024;

  private final int maxBytes;
  private final int maxContinuations;
  private byte @Nullable [] begun;
  private int continuations;

  int length;
  int stream;
  int flags;

  OpenSection(int maxBytes, int maxContinuations) {
    this.maxBytes = maxBytes;
    this.maxContinuations = maxContinuations;
  }

  boolean isOpen() {
    return begun != null;
  }

  /** HEADERS without END_HEADERS. */
  void begin(FrameHead frame, ByteBuf in, int at, int end) {
    byte[] fresh = new byte[Math.max((end - at) * 2, INITIAL)];
    length = end - at;
    in.getBytes(at, fresh, 0, length);
    begun = fresh;
    stream = frame.stream;
    flags = frame.flags;
    continuations = 0;
  }

  /**
   * CONTINUATION.
   *
   * @return the octets so far, of which {@link #length} count
   */
  byte[] add(ByteBuf in, int at, int end, Budgets budgets) throws ProtocolException {
    byte[] section = begun;
    if (section == null) {
      throw new IllegalStateException("no section is open");
    }
    int more = end - at;
    if (++continuations > maxContinuations) {
      throw budgets.exceeded(Abuse.CONTINUATIONS);
    }
    if (length + more > maxBytes) {
      throw budgets.exceeded(Abuse.FIELD_SECTION);
    }
    if (section.length < length + more) {
      section = Arrays.copyOf(section, Math.max(section.length * 2, length + more));
      begun = section;
    }
    in.getBytes(at, section, length, more);
    length += more;
    return section;
  }

  /** END_HEADERS has come, or the connection is over. */
  void close() {
    begun = null;
  }
}
