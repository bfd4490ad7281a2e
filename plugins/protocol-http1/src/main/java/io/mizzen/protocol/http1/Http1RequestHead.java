package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Authority;
import io.mizzen.lib.http.ByteView;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.protocol.RequestHead;
import io.netty.buffer.ByteBuf;

/**
 * A request's head over its own octets. Taken from its worker's spare ones, given back by {@link
 * #release}; nothing in it survives that.
 */
final class Http1RequestHead extends FieldBlock implements RequestHead {
  /** The word of this protocol. */
  static final String PROTOCOL = "http1";

  /** The body's length when it is chunked. */
  static final long UNKNOWN_LENGTH = -1;

  private static final byte[] VERSION = Octets.ascii(" HTTP/1.1\r\n");

  private final Spares spares;
  private final ByteView verb = new ByteView();
  private final ByteView service = new ByteView();
  private final ByteView operation = new ByteView();
  private final ByteView upgrade = new ByteView();

  // The start line as it is sent, and where its parts stand. Written by RequestReader.
  int lineFrom;
  int lineTo;
  Method method = Method.OTHER;
  int methodFrom;
  int methodTo;
  int serviceFrom;
  int serviceTo;
  int operationFrom;
  int operationTo;

  /** The minor version, 0 or 1. */
  int minor = 1;

  long bodyLength;
  Exchange exchange = Exchange.ANSWERED;

  /** The protocols of an upgrade that is offered to the upstream; empty for none. */
  int upgradeFrom;

  int upgradeTo;

  /** Whether the caller takes trailers ({@code TE: trailers}), restated hop by hop. */
  Trailers trailers = Trailers.UNWANTED;

  /** Whether the caller asked for the connection to end. */
  Persistence persistence = Persistence.CLOSE;

  /** Whether the caller waits for 100 before it sends the body. */
  boolean expectsContinue;

  /** Who has to answer: the upstream, or this proxy because Max-Forwards is used up. */
  Answerer answerer = Answerer.UPSTREAM;

  /** Who answers a request. */
  enum Answerer {
    UPSTREAM,
    PROXY
  }

  /** What a caller does with trailers. */
  enum Trailers {
    UNWANTED,
    WANTED
  }

  Http1RequestHead(Spares spares) {
    this.spares = spares;
  }

  @Override
  void clear() {
    super.clear();
    lineFrom = 0;
    lineTo = 0;
    method = Method.OTHER;
    methodFrom = 0;
    methodTo = 0;
    serviceFrom = 0;
    serviceTo = 0;
    operationFrom = 0;
    operationTo = 0;
    minor = 1;
    bodyLength = 0;
    exchange = Exchange.ANSWERED;
    upgradeFrom = 0;
    upgradeTo = 0;
    trailers = Trailers.UNWANTED;
    persistence = Persistence.CLOSE;
    expectsContinue = false;
    answerer = Answerer.UPSTREAM;
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  /** {@inheritDoc} That it takes trailers is said anew on each hop, and to other protocols too. */
  @Override
  public void forEach(Visitor visitor) {
    super.forEach(visitor);
    if (trailers == Trailers.WANTED) {
      visitor.field("te", "trailers");
    }
  }

  @Override
  public CharSequence service() {
    return service.over(bytes, serviceFrom, serviceTo);
  }

  @Override
  public CharSequence operation() {
    return operation.over(bytes, operationFrom, operationTo);
  }

  @Override
  public CharSequence verb() {
    return method == Method.OTHER ? verb.over(bytes, methodFrom, methodTo) : method.name();
  }

  @Override
  public boolean rewriteService(CharSequence newService) {
    if (!Authority.isGood(newService, spares.host())) {
      throw new IllegalArgumentException("not a host that HTTP/1 can name: '" + newService + "'");
    }
    int row = row(FieldName.HOST, 0);
    if (row < 0) {
      appendLine("Host", newService);
      row = row(FieldName.HOST, 0);
    } else {
      int from = length;
      append(newService);
      repoint(row, from, length);
    }
    serviceFrom = valueOf(row);
    serviceTo = valueEndOf(row);
    if (method == Method.CONNECT) {
      buildLine(serviceFrom, serviceTo);
    }
    return true;
  }

  @Override
  public boolean rewriteOperation(CharSequence newOperation) {
    if (method == Method.CONNECT) {
      return false;
    }
    if (!Targets.isOriginForm(newOperation)) {
      throw new IllegalArgumentException("not a path that HTTP/1 can ask for");
    }
    int from = length;
    append(newOperation);
    retarget(from, length);
    return true;
  }

  /** Asks for a target that stands in this block from here on. */
  void retarget(int from, int to) {
    int start = length;
    buildLine(from, to);
    operationFrom = start + methodTo - methodFrom + 1;
    operationTo = operationFrom + to - from;
  }

  /** Asks for the server as a whole (RFC 9112 section 3.2.4). */
  void rewriteToAsterisk() {
    int from = length;
    append((byte) '*');
    retarget(from, length);
  }

  /** Appends a new start line and sends that one. */
  void buildLine(int targetFrom, int targetTo) {
    lineFrom = length;
    appendOwn(methodFrom, methodTo);
    append(Octets.SP);
    appendOwn(targetFrom, targetTo);
    append(VERSION);
    lineTo = length;
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

  /** {@inheritDoc} A request never travels without Host (RFC 9112 section 3.2). */
  @Override
  public void remove(CharSequence name) {
    if (FieldName.of(name) != FieldName.HOST) {
      super.remove(name);
    }
  }

  @Override
  public Exchange exchange() {
    return exchange;
  }

  @Override
  public CharSequence tunnel() {
    return exchange == Exchange.TUNNEL ? upgrade.over(bytes, upgradeFrom, upgradeTo) : "";
  }

  /** {@inheritDoc} HTTP/1 has no way to say so. */
  @Override
  public long timeoutMillis() {
    return 0;
  }

  @Override
  public Repeat repeat() {
    return exchange == Exchange.TUNNEL ? Repeat.UNSAFE : method.repeat;
  }

  @Override
  public long bodyLength() {
    return bodyLength;
  }

  /** Writes the start line and the header lines, without the empty line. */
  void write(ByteBuf out) {
    write(lineFrom, lineTo, out);
  }

  @Override
  public void release() {
    spares.giveBack(this);
  }
}
