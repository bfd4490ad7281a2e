package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * What the HTTP/2 codecs of one worker share, so that a request allocates next to nothing and an
 * idle connection holds next to nothing. Everything is bounded.
 */
final class WorkerPool {
  /** Heads and streams kept for reuse: as many as are in flight at once on a busy worker. */
  private static final int MOST_KEPT = 512;

  /** Decoded strings are longer than that only in an attack or an odd application. */
  private static final int KEPT_TEXT = 16 * 1024;

  private static final int INITIAL_TEXT = 1024;

  /** A frame of the usual largest size fits. */
  private static final int INITIAL_SECTION = 16 * 1024;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  final Worker worker;
  final Http2Counters.Cells counters;
  final HpackEncoder encoder = new HpackEncoder();
  final ResponseWriter responseWriter = new ResponseWriter(this);
  final RequestWriter requestWriter = new RequestWriter();

  private final LongSupplier wallMillis;
  private final ArrayDeque<Http2RequestHead> requests = new ArrayDeque<>();
  private final ArrayDeque<Http2ResponseHead> responses = new ArrayDeque<>();
  private final ArrayDeque<Stream> streams = new ArrayDeque<>();
  private byte[] text = new byte[INITIAL_TEXT];
  private byte[] section = {};
  private byte[] date = {};
  private long dateSecond = Long.MIN_VALUE;

  WorkerPool(Worker worker, Http2Counters.Cells counters, LongSupplier wallMillis) {
    this.worker = worker;
    this.counters = counters;
    this.wallMillis = wallMillis;
  }

  /** Pools for all workers of a host. */
  static Host.PerWorker<WorkerPool> of(Host host) {
    Http2Counters counters = new Http2Counters(host);
    return host.perWorker(
        index -> {
          Worker worker = host.workers().get(index);
          return new WorkerPool(worker, counters.of(worker), System::currentTimeMillis);
        });
  }

  Http2RequestHead request() {
    Http2RequestHead used = requests.poll();
    return used == null ? new Http2RequestHead(this) : used;
  }

  Http2ResponseHead response() {
    Http2ResponseHead used = responses.poll();
    return used == null ? new Http2ResponseHead(this) : used;
  }

  Stream stream() {
    Stream used = streams.poll();
    return used == null ? new Stream() : used;
  }

  void giveBack(Http2RequestHead head) {
    head.clear();
    if (requests.size() < MOST_KEPT) {
      requests.push(head);
    }
  }

  void giveBack(Http2ResponseHead head) {
    head.clear();
    if (responses.size() < MOST_KEPT) {
      responses.push(head);
    }
  }

  void giveBack(Stream stream) {
    stream.clear();
    if (streams.size() < MOST_KEPT) {
      streams.push(stream);
    }
  }

  /** Where decoded strings go while a field is put together. */
  byte[] text() {
    return text;
  }

  /** The same with room for so many octets; what was in it stays. */
  byte[] text(int octets) {
    if (text.length < octets) {
      text = Arrays.copyOf(text, Math.max(octets, text.length * 2));
    }
    return text;
  }

  /** Where an encoded section lies while it is decoded. */
  byte[] section(int octets) {
    if (text.length > KEPT_TEXT) {
      text = new byte[INITIAL_TEXT];
    }
    if (section.length < octets) {
      section = new byte[Math.max(octets, INITIAL_SECTION)];
    }
    return section;
  }

  /** The Date of this second. */
  byte[] date() {
    long second = Math.floorDiv(wallMillis.getAsLong(), 1000);
    if (second != dateSecond) {
      dateSecond = second;
      date = Octets.ascii(DATE.format(Instant.ofEpochSecond(second)));
    }
    return date;
  }
}
