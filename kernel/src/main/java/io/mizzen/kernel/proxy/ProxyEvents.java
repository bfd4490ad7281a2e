package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.AddressText;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Metrics;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong in traffic, counted, and the last of it kept to look at. Any thread; rare by
 * nature, so a lock is good enough.
 */
public final class ProxyEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyEvents.class);

  /** Enough to see a pattern, little enough to be no memory. */
  private static final int KEPT = 50;

  /** Bytes shown around the first bad one; contents beyond letters of syntax are masked. */
  private static final int SHOWN = 64;

  private static final String DOWNSTREAM = "downstream";

  private final Deque<DecodeError> last = new ArrayDeque<>();
  private final Metrics metrics;
  private final Counter faults;
  private final Counter pauses;
  private final Map<String, Counter> decodeErrors = new ConcurrentHashMap<>();
  private volatile long graceNanos; // written by the control thread

  public ProxyEvents(Metrics metrics) {
    this.metrics = metrics;
    this.faults = metrics.counter(KernelMetrics.INTERNAL_ERROR.name());
    this.pauses = metrics.counter(KernelMetrics.PAUSE.name(), DOWNSTREAM);
  }

  /**
   * A message that broke the rules.
   *
   * @param bytes the bytes at which decoding stopped, with letters and digits masked
   */
  public record DecodeError(
      Instant at, String listener, String protocol, String peer, String rule, String bytes) {}

  public void graceNanos(long nanos) {
    graceNanos = nanos;
  }

  long graceNanos() {
    return graceNanos;
  }

  void decodeError(DownstreamLink connection, ProtocolException failure, @Nullable ByteBuf in) {
    decodeErrors
        .computeIfAbsent(
            connection.protocol(),
            protocol -> metrics.counter(KernelMetrics.DECODE_ERROR.name(), protocol, DOWNSTREAM))
        .add(1);
    DecodeError error =
        new DecodeError(
            Instant.now(),
            connection.listener(),
            connection.protocol(),
            AddressText.of(connection.remote()),
            String.valueOf(failure.getMessage()),
            in == null ? "" : masked(in));
    synchronized (last) {
      if (last.size() == KEPT) {
        last.removeFirst();
      }
      last.addLast(error);
    }
  }

  private static String masked(ByteBuf in) {
    int length = Math.min(SHOWN, in.readableBytes());
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int b = in.getUnsignedByte(in.readerIndex() + i);
      if (b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z') {
        text.append('a');
      } else if (b >= '0' && b <= '9') {
        text.append('0');
      } else if (b > ' ' && b < 127) {
        text.append((char) b);
      } else {
        text.append('\\')
            .append(Character.forDigit(b >> 4, 16))
            .append(Character.forDigit(b & 15, 16));
      }
    }
    return text.toString();
  }

  void fault(DownstreamLink connection, RuntimeException e) {
    faults.add(1);
    LOG.error(
        "a stream of listener {} ends with a fault of this process", connection.listener(), e);
  }

  void paused() {
    pauses.add(1);
  }

  /** The last messages that broke the rules, newest last. */
  public List<DecodeError> lastErrors() {
    synchronized (last) {
      return new ArrayList<>(last);
    }
  }
}
