package io.mizzen.protocol.http2;

/** Reads trailers: fields without pseudo-fields (RFC 9113 section 8.1). */
final class TrailerReader extends SectionReader {
  private final FieldBlock block = new FieldBlock();

  TrailerReader(HeadLimits limits) {
    super(limits);
  }

  @Override
  void start() {
    super.start();
    block.clear();
  }

  @Override
  FieldBlock block() {
    return block;
  }

  @Override
  boolean pseudo(FieldName name, byte[] values, int from, int to) {
    return false;
  }
}
