package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;
import io.mizzen.protocol.http2.HpackDecoder.Indexing;

/**
 * Takes a decoded field section into a block and judges it. Goes on counting nothing once the
 * verdict is in, since the section has to be decoded to its end all the same. One per worker and
 * kind of section.
 */
abstract class SectionReader implements HpackDecoder.Sink {
  /** What became of a section. */
  enum Verdict {
    GOOD,
    /** Breaks the rules: the stream is reset (RFC 9113 section 8.1.1). */
    MALFORMED,
    /** Above a limit. */
    TOO_LARGE,
    /** Well formed, and not served here. */
    REFUSED
  }

  private final HeadLimits limits;
  Verdict verdict = Verdict.GOOD;

  /** The names that were seen. */
  int seen;

  private boolean regular;
  private int bytes;
  private int fields;

  SectionReader(HeadLimits limits) {
    this.limits = limits;
  }

  /** Begins a section. */
  void start() {
    verdict = Verdict.GOOD;
    seen = 0;
    regular = false;
    bytes = 0;
    fields = 0;
  }

  /** Where regular fields go. */
  abstract FieldBlock block();

  /** Takes a pseudo-field that came in its place and only once; false if it is malformed. */
  abstract boolean pseudo(FieldName name, byte[] values, int from, int to);

  @Override
  public final void field(
      FieldName known,
      byte[] names,
      int nameFrom,
      int nameTo,
      byte[] values,
      int from,
      int to,
      Indexing indexing) {
    if (verdict != Verdict.GOOD) {
      return;
    }
    bytes += nameTo - nameFrom + to - from + DynamicTable.OVERHEAD;
    boolean again = (seen & known.bit) != 0 && known != FieldName.OTHER;
    if (!(again && known == FieldName.COOKIE)) {
      fields++;
    }
    if (bytes > limits.listBytes() || fields > limits.fields()) {
      verdict = Verdict.TOO_LARGE;
      return;
    }
    seen |= known.bit;
    if (known.isPseudo()) {
      if (again || regular || !pseudo(known, values, from, to)) {
        verdict = Verdict.MALFORMED;
      }
      return;
    }
    regular = true;
    if (FieldRules.isGood(known, names, nameFrom, nameTo, values, from, to)) {
      block().append(known, names, nameFrom, nameTo, values, from, to, indexing);
    } else {
      verdict = Verdict.MALFORMED;
    }
  }

  boolean has(FieldName name) {
    return (seen & name.bit) != 0;
  }

  /** The length that a block says, -1 for nothing, -2 for something that is no length. */
  static long contentLength(FieldBlock block) {
    int first = block.row(FieldName.CONTENT_LENGTH, 0);
    if (first < 0) {
      return -1;
    }
    long length = Octets.number(block.bytes, block.valueFrom(first), block.valueTo(first));
    for (int row = block.row(FieldName.CONTENT_LENGTH, first + 1);
        row >= 0;
        row = block.row(FieldName.CONTENT_LENGTH, row + 1)) {
      if (Octets.number(block.bytes, block.valueFrom(row), block.valueTo(row)) != length) {
        return -2;
      }
      block.removeRow(row);
    }
    return length < 0 ? -2 : length;
  }
}
