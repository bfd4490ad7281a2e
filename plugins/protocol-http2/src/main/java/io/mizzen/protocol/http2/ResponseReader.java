package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.ResponseHead.Kind;
import org.jspecify.annotations.Nullable;

/** Reads response heads and judges them (RFC 9113 section 8.3.2). */
final class ResponseReader extends SectionReader {
  private @Nullable Http2ResponseHead head;

  ResponseReader(HeadLimits limits) {
    super(limits);
  }

  void start(Http2ResponseHead into) {
    start();
    head = into;
  }

  @Override
  Http2ResponseHead block() {
    Http2ResponseHead now = head;
    if (now == null) {
      throw new IllegalStateException("no head to read into");
    }
    return now;
  }

  @Override
  boolean pseudo(FieldName name, byte[] values, int from, int to) {
    long code = to - from == 3 ? Octets.number(values, from, to) : -1;
    block().code = (int) code;
    // 101 does not exist (RFC 9113 section 8.6).
    return name == FieldName.STATUS && code >= 100 && code <= 599 && code != 101;
  }

  /**
   * The section is complete.
   *
   * @param noBody whether the request was HEAD: a length may be said although nothing comes
   */
  Verdict finish(boolean last, boolean noBody) {
    Http2ResponseHead into = block();
    if (verdict != Verdict.GOOD) {
      return verdict;
    }
    if (!has(FieldName.STATUS)) {
      return Verdict.MALFORMED;
    }
    if (into.code < 200) {
      into.kind = Kind.INFORMATIONAL;
      return last ? Verdict.MALFORMED : Verdict.GOOD;
    }
    long length = contentLength(into);
    boolean bare = noBody || into.code == 304;
    if (length == -2 || (last && length > 0 && !bare)) {
      return Verdict.MALFORMED;
    }
    into.bodyLength = last && !bare ? 0 : length;
    int status = last ? into.row(FieldName.GRPC_STATUS, 0) : -1;
    if (status >= 0) {
      into.grpcStatus = grpcStatus(into, status);
    }
    return Verdict.GOOD;
  }

  /** The number in a field; one that is none counts as UNKNOWN. */
  static int grpcStatus(FieldBlock block, int row) {
    long number = Octets.number(block.bytes, block.valueFrom(row), block.valueTo(row));
    return number < 0 || number > Integer.MAX_VALUE ? GrpcStatus.UNKNOWN.ordinal() : (int) number;
  }
}
