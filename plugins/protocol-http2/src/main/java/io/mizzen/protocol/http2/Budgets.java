package io.mizzen.protocol.http2;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;
import java.util.Arrays;

/**
 * What one connection has done of everything that costs us more than its peer, in periods. Useful
 * frames earn some of it back, so that a busy peer is not taken for a hostile one.
 */
final class Budgets {
  /** As long as HAProxy's and Netty's; a burst is judged by itself, a trickle never adds up. */
  private static final long PERIOD_NANOS = 30_000_000_000L;

  /** A receiver may well say after each piece of data how much it has done with. */
  private static final int UPDATES_PER_DATA = 10;

  /** Browsers widen both windows with each request. */
  private static final int UPDATES_PER_HEAD = 2;

  private static final Abuse[] KINDS = Abuse.values();

  private final int[] limits;
  private final Http2Counters.Cells counters;
  private final int[] spent = new int[KINDS.length];
  private long since;

  /**
   * @param limits by the ordinal of {@link Abuse}
   */
  Budgets(int[] limits, Http2Counters.Cells counters, long now) {
    this.limits = limits;
    this.counters = counters;
    this.since = now;
  }

  static int[] limits(AbuseConfig config) {
    int[] limits = new int[KINDS.length];
    for (Abuse kind : KINDS) {
      limits[kind.ordinal()] = kind.limit(config);
    }
    return limits;
  }

  /** The peer has done it once more. */
  void spend(Abuse kind, long now) throws ProtocolException {
    int at = kind.ordinal();
    if (++spent[at] <= limits[at]) {
      return;
    }
    if (now - since >= PERIOD_NANOS) {
      since = now;
      Arrays.fill(spent, 0);
      return;
    }
    throw exceeded(kind);
  }

  ProtocolException exceeded(Abuse kind) {
    counters.calmed(kind);
    return new ProtocolException(Why.LIMITED, ErrorCode.ENHANCE_YOUR_CALM, kind.rule);
  }

  /** A frame of a request or an answer has come or gone. */
  void useful() {
    earn(Abuse.PINGS, 1);
    earn(Abuse.SETTINGS, 1);
    // A caller that has its answer may give its stream up behind it, once for each request.
    earn(Abuse.IGNORED_FRAMES, 1);
    earn(Abuse.WINDOW_UPDATES, UPDATES_PER_HEAD);
  }

  /** A DATA frame has gone. */
  void dataSent() {
    earn(Abuse.WINDOW_UPDATES, UPDATES_PER_DATA);
    earn(Abuse.PINGS, 1);
  }

  private void earn(Abuse kind, int amount) {
    int at = kind.ordinal();
    spent[at] = Math.max(0, spent[at] - amount);
  }
}
