package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Authority;
import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.Via;
import io.mizzen.protocol.http1.Http1RequestHead.Answerer;
import io.mizzen.protocol.http1.Http1RequestHead.Trailers;
import io.mizzen.protocol.http1.Http1ServerConfig.Connect;
import io.mizzen.protocol.http1.Http1ServerConfig.Http10;
import io.mizzen.protocol.http1.Http1ServerConfig.RequestIds;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import java.util.List;

/**
 * Turns the octets of a request head into what the proxy may forward: judged by every rule, freed
 * of what means this connection only, and completed with what the upstream has to know. Immutable;
 * one per listener, used by all workers.
 */
final class RequestReader {
  private static final byte[] CONTINUE_WORD = Octets.ascii("100-continue");

  /** Fields that only special requests have; a head without them skips all examinations at once. */
  private static final int SPECIAL_BITS =
      FieldName.EXPECT.bit
          | FieldName.UPGRADE.bit
          | FieldName.MAX_FORWARDS.bit
          | FieldName.VIA.bit
          | FieldName.CONTENT_LENGTH.bit
          | FieldName.TRANSFER_ENCODING.bit
          | FieldName.CONNECTION.bit
          | FieldName.TE.bit
          | FieldName.KEEP_ALIVE.bit
          | FieldName.PROXY_CONNECTION.bit
          | FieldName.HTTP2_SETTINGS.bit;

  private final Http1ServerConfig config;
  private final HeadLimits limits;
  private final ConnectTargets connectTargets;
  private final List<byte[]> upgrades;
  private final Via via;

  RequestReader(Http1ServerConfig config, Via via) {
    this.config = config;
    this.limits = config.headLimits();
    this.connectTargets = new ConnectTargets(config.connectTargets());
    this.upgrades = config.upgrades().stream().map(Octets::ascii).toList();
    this.via = via;
  }

  /**
   * Reads and judges a head whose octets are loaded.
   *
   * @param end the end of the octets that are there
   * @return how many octets the head has, or {@link HeadParser#INCOMPLETE}
   */
  int read(Http1RequestHead head, int end, Forwarding forwarding) throws ProtocolException {
    int lines = StartLine.request(head, end, limits);
    int empty = lines < 0 ? lines : HeadParser.lines(head, lines, end, Side.REQUEST, limits);
    int used = empty < 0 ? end : empty + 2;
    if (used > limits.total()) {
      throw Rule.HEAD_TOO_LARGE.broken(Side.REQUEST);
    }
    if (empty < 0) {
      return HeadParser.INCOMPLETE;
    }
    head.length = empty;
    judge(head);
    forwarding.apply(head);
    if (config.requestId() == RequestIds.GENERATE && !head.has(FieldName.X_REQUEST_ID)) {
      forwarding.addRequestId(head);
    }
    return used;
  }

  private void judge(Http1RequestHead head) throws ProtocolException {
    if (head.minor == 0 && config.http10() == Http10.REJECT) {
      throw Rule.OLD_CLIENT.broken(Side.REQUEST);
    }
    int targetFrom = head.operationFrom;
    int targetTo = head.operationTo;
    head.operationTo = targetFrom;
    Targets.read(head, targetFrom, targetTo, config.paths());
    judgeHost(head);
    if (head.method == Method.CONNECT) {
      judgeConnect(head);
    }
    head.persistence = head.minor == 1 ? Persistence.KEEP : Persistence.CLOSE;
    if (head.mayHave(SPECIAL_BITS)) {
      judgeSpecial(head);
    }
  }

  private void judgeHost(Http1RequestHead head) throws ProtocolException {
    int row = head.row(FieldName.HOST, 0);
    if (row < 0) {
      if (head.minor == 1) {
        throw Rule.NO_HOST.broken(Side.REQUEST);
      }
      if (head.serviceFrom != head.serviceTo) {
        head.appendLine("Host", head.service());
      }
      return;
    }
    if (head.row(FieldName.HOST, row + 1) >= 0) {
      throw Rule.MANY_HOSTS.broken(Side.REQUEST);
    }
    int from = head.valueOf(row);
    int to = head.valueEndOf(row);
    if (from == to ? head.minor == 1 : !Authority.isGood(head.bytes, from, to)) {
      throw Rule.HOST.broken(Side.REQUEST);
    }
    if (head.serviceFrom != head.serviceTo) {
      // Absolute and authority form: Host is ignored and made anew (RFC 9112 section 3.2.2).
      head.repoint(row, head.serviceFrom, head.serviceTo);
    } else {
      head.serviceFrom = from;
      head.serviceTo = to;
    }
  }

  private void judgeConnect(Http1RequestHead head) throws ProtocolException {
    if (config.connect() == Connect.DENY || !connectTargets.allow(head.service())) {
      throw Rule.CONNECT_DENIED.broken(Side.REQUEST);
    }
    head.exchange = Exchange.TUNNEL;
  }

  private void judgeSpecial(Http1RequestHead head) throws ProtocolException {
    long length = Framing.read(head, head.minor, Side.REQUEST);
    if (length > 0 && length > config.bodyLimits().body()) {
      throw Rule.BODY_TOO_LARGE.broken(Side.REQUEST);
    }
    head.bodyLength = length == Framing.UNSAID ? 0 : length;
    if (head.bodyLength != 0 && head.method == Method.TRACE) {
      throw Rule.TRACE_BODY.broken(Side.REQUEST);
    }
    judgeExpect(head);
    judgeVia(head);
    int upgrade = head.row(FieldName.UPGRADE, 0);
    int asked = HopByHop.remove(head, Side.REQUEST);
    if ((asked & HopByHop.CLOSE) != 0) {
      head.persistence = Persistence.CLOSE;
    }
    if ((asked & HopByHop.TRAILERS) != 0) {
      head.trailers = Trailers.WANTED;
    }
    if ((asked & HopByHop.UPGRADE) != 0
        && upgrade >= 0
        && head.minor == 1
        && head.method != Method.CONNECT) {
      offerUpgrade(head, upgrade);
    }
    if (head.has(FieldName.MAX_FORWARDS)
        && (head.method == Method.TRACE || head.method == Method.OPTIONS)) {
      countForward(head);
    }
  }

  private static void judgeExpect(Http1RequestHead head) throws ProtocolException {
    int row = head.row(FieldName.EXPECT, 0);
    if (row < 0) {
      return;
    }
    if (head.minor == 0) {
      head.removeAll(FieldName.EXPECT);
      return;
    }
    for (int i = row; i >= 0; i = head.row(FieldName.EXPECT, i + 1)) {
      if (!Octets.equalsIgnoreCase(
          head.bytes, head.valueOf(i), head.valueEndOf(i), CONTINUE_WORD)) {
        throw Rule.EXPECTATION.broken(Side.REQUEST);
      }
    }
    head.expectsContinue = head.bodyLength != 0;
  }

  private void judgeVia(Http1RequestHead head) throws ProtocolException {
    if (via.requests().length == 0) {
      return;
    }
    for (int row = head.row(FieldName.VIA, 0); row >= 0; row = head.row(FieldName.VIA, row + 1)) {
      if (via.names(head.bytes, head.valueOf(row), head.valueEndOf(row))) {
        throw Rule.LOOP.broken(Side.REQUEST);
      }
    }
  }

  /** Keeps the offered protocols that are allowed; none leaves an ordinary request. */
  private void offerUpgrade(Http1RequestHead head, int row) {
    int from = head.valueOf(row);
    int to = head.valueEndOf(row);
    int kept = head.length;
    for (int at = from; at < to; ) {
      int end = Lists.end(head.bytes, at, to);
      int start = Lists.trimLeft(head.bytes, at, end);
      int stop = Lists.trimRight(head.bytes, start, end);
      if (isAllowedUpgrade(head.bytes, start, stop)) {
        if (head.length > kept) {
          head.append((byte) ',');
        }
        head.appendOwn(start, stop);
      }
      at = end + 1;
    }
    if (head.length > kept) {
      head.upgradeFrom = kept;
      head.upgradeTo = head.length;
      head.exchange = Exchange.TUNNEL;
    }
  }

  private boolean isAllowedUpgrade(byte[] bytes, int from, int to) {
    int nameEnd = Octets.endOf(Octets.TOKEN, bytes, from, to);
    for (byte[] allowed : upgrades) {
      if (Octets.equalsIgnoreCase(bytes, from, nameEnd, allowed)) {
        return nameEnd == to || bytes[nameEnd] == '/';
      }
    }
    return false;
  }

  /** RFC 9110 section 7.6.2. */
  private static void countForward(Http1RequestHead head) throws ProtocolException {
    int row = head.row(FieldName.MAX_FORWARDS, 0);
    long left = Octets.number(head.bytes, head.valueOf(row), head.valueEndOf(row));
    if (left < 0) {
      throw Rule.MAX_FORWARDS.broken(Side.REQUEST);
    }
    if (left == 0) {
      head.answerer = Answerer.PROXY;
      return;
    }
    int from = head.length;
    head.append(Long.toString(left - 1));
    head.repoint(row, from, head.length);
  }
}
