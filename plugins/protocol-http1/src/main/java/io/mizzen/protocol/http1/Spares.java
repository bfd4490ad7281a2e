package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Authority;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * What the connections of one worker share: heads to use again, so that an idle connection holds
 * none and a request allocates none, and the Date line, which is made once a second.
 */
final class Spares {
  /** Heads kept of each kind: as many as requests are usually in flight at once on a worker. */
  private static final int KEPT = 256;

  /** RFC 9110 section 5.6.7, "IMF-fixdate". */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** There is one of these per cluster and worker, and most of them never see a second head. */
  private static final int FIRST_ROOM = 4;

  private Http1RequestHead[] requests = new Http1RequestHead[FIRST_ROOM];
  private Http1ResponseHead[] responses = new Http1ResponseHead[FIRST_ROOM];
  private final LongSupplier wallMillis;
  private final SplittableRandom random = new SplittableRandom();
  private int requestCount;
  private int responseCount;
  private byte[] dateLine = {};
  private byte[] host = {};

  /** Takes fields of other protocols over. */
  final RequestWriter.Copy copy = new RequestWriter.Copy();

  private long dateSecond = Long.MIN_VALUE;

  Spares(LongSupplier wallMillis) {
    this.wallMillis = wallMillis;
  }

  Http1RequestHead request() {
    return requestCount == 0 ? new Http1RequestHead(this) : requests[--requestCount];
  }

  Http1ResponseHead response() {
    return responseCount == 0 ? new Http1ResponseHead(this) : responses[--responseCount];
  }

  void giveBack(Http1RequestHead head) {
    head.clear();
    if (requestCount == requests.length && requestCount < KEPT) {
      requests = Arrays.copyOf(requests, requestCount * 4);
    }
    if (requestCount < requests.length) {
      requests[requestCount++] = head;
    }
  }

  void giveBack(Http1ResponseHead head) {
    head.clear();
    if (responseCount == responses.length && responseCount < KEPT) {
      responses = Arrays.copyOf(responses, responseCount * 4);
    }
    if (responseCount < responses.length) {
      responses[responseCount++] = head;
    }
  }

  /** 64 bits to tell things apart by; not for secrets. */
  long random() {
    return random.nextLong();
  }

  /** Where a host is judged; made when the first one comes from another protocol. */
  byte[] host() {
    if (host.length == 0) {
      host = new byte[Authority.LONGEST];
    }
    return host;
  }

  /** The whole Date line of this second. */
  byte[] dateLine() {
    long second = Math.floorDiv(wallMillis.getAsLong(), 1000);
    if (second != dateSecond) {
      dateSecond = second;
      dateLine = DATE.format(Instant.ofEpochSecond(second)).getBytes(StandardCharsets.US_ASCII);
    }
    return dateLine;
  }
}
