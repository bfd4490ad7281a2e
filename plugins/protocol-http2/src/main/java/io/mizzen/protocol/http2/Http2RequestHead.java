package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Authority;
import io.mizzen.lib.http.ByteView;
import io.mizzen.lib.http.PathRewrite;
import io.mizzen.spi.protocol.RequestHead;
import java.util.Set;

/**
 * A request's head over its own octets. The authority stands among the fields as {@code host}, so
 * that filters and routes find it where HTTP/1 has it. Taken from its worker's spare ones, given
 * back by {@link #release}.
 */
final class Http2RequestHead extends FieldBlock implements RequestHead {
  /** The word of this protocol. */
  static final String PROTOCOL = "http2";

  /** Idempotent by definition (RFC 9110 section 9.2.2). */
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

  private final WorkerPool pool;
  private final ByteView service = new ByteView();
  private final ByteView operation = new ByteView();

  String method = "";
  Exchange exchange = Exchange.ANSWERED;

  /** The protocol of a tunnel; empty for none. */
  String tunnel = "";

  int pathFrom;
  int pathTo;
  long bodyLength;

  /** Whether it speaks gRPC, by its content type. */
  Dialect dialect = Dialect.PLAIN;

  /** The deadline gRPC asks for in milliseconds; 0 for none. */
  long timeoutMillis;

  /** When it was complete, by the worker's clock. */
  long receivedAt;

  /** What the caller speaks on top of HTTP/2. */
  enum Dialect {
    PLAIN,
    GRPC
  }

  Http2RequestHead(WorkerPool pool) {
    this.pool = pool;
  }

  @Override
  void clear() {
    super.clear();
    method = "";
    exchange = Exchange.ANSWERED;
    tunnel = "";
    pathFrom = 0;
    pathTo = 0;
    bodyLength = 0;
    dialect = Dialect.PLAIN;
    timeoutMillis = 0;
    receivedAt = 0;
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public CharSequence service() {
    int row = row(FieldName.HOST, 0);
    return row < 0 ? "" : service.over(bytes, valueFrom(row), valueTo(row));
  }

  @Override
  public CharSequence operation() {
    return operation.over(bytes, pathFrom, pathTo);
  }

  @Override
  public CharSequence verb() {
    return method;
  }

  @Override
  public boolean rewriteService(CharSequence newService) {
    if (!Authority.isGood(newService)) {
      throw new IllegalArgumentException("not a host that HTTP/2 can name: '" + newService + "'");
    }
    int at = append(newService);
    int row = row(FieldName.HOST, 0);
    if (row < 0) {
      appendOver(FieldName.HOST, at, at + newService.length());
    } else {
      repoint(row, at, at + newService.length());
    }
    return true;
  }

  @Override
  public boolean rewriteOperation(CharSequence newOperation) {
    if (!Targets.isGood(newOperation)) {
      throw new IllegalArgumentException("not a path that HTTP/2 can ask for");
    }
    pathFrom = append(newOperation);
    pathTo = length;
    return true;
  }

  /** Asks for the normal form of its path. */
  void rewritePath() {
    room(pathTo - pathFrom + 1);
    int start = length;
    length = PathRewrite.write(bytes, pathFrom, pathTo, start);
    pathFrom = start;
    pathTo = length;
  }

  /** {@inheritDoc} Setting Host is asking for another service. */
  @Override
  public void set(CharSequence name, CharSequence value) {
    if (FieldName.of(name) == FieldName.HOST) {
      rewriteService(value);
    } else {
      super.set(name, value);
    }
  }

  /** {@inheritDoc} There is only ever one Host. */
  @Override
  public void add(CharSequence name, CharSequence value) {
    if (FieldName.of(name) == FieldName.HOST) {
      rewriteService(value);
    } else {
      super.add(name, value);
    }
  }

  /** {@inheritDoc} A request never travels without its authority. */
  @Override
  public void remove(CharSequence name) {
    FieldName known = FieldName.of(name);
    if (known != FieldName.HOST && known != FieldName.TE) {
      super.remove(name);
    }
  }

  @Override
  public Exchange exchange() {
    return exchange;
  }

  @Override
  public CharSequence tunnel() {
    return tunnel;
  }

  @Override
  public long timeoutMillis() {
    return timeoutMillis;
  }

  @Override
  public Repeat repeat() {
    return exchange == Exchange.ANSWERED && IDEMPOTENT.contains(method)
        ? Repeat.SAFE
        : Repeat.UNSAFE;
  }

  @Override
  public long bodyLength() {
    return bodyLength;
  }

  @Override
  public void release() {
    pool.giveBack(this);
  }
}
