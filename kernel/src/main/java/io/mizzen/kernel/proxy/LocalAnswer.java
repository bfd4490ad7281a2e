package io.mizzen.kernel.proxy;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ServerCodec;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * What the caller of a stream hears from this process in place of an upstream's answer: the reply
 * of a filter or a route, the word for a failure. Only as long as nothing of another answer has
 * gone down; after that it can but be broken off, and must not look complete.
 */
final class LocalAnswer {
  private final ProxyStream stream;
  private final FilterRun filters;
  private final Attempt attempt;
  private final ResponseSide responseSide;
  private final Turn turn;

  LocalAnswer(
      ProxyStream stream,
      FilterRun filters,
      Attempt attempt,
      ResponseSide responseSide,
      Turn turn) {
    this.stream = stream;
    this.filters = filters;
    this.attempt = attempt;
    this.responseSide = responseSide;
    this.turn = turn;
  }

  // ---- why there is one ---------------------------------------------------------------------

  /** Somebody has decided what to answer; if an answer has begun, it is broken off. */
  void give(LocalReply reply) {
    give(reply, ResponseSide.Origin.LOCAL);
  }

  /** A filter has turned the upstream's answer into the caller's protocol. */
  void turned(LocalReply answer) {
    stream.replied();
    attempt.leave(answer.why());
    say(answer, ResponseSide.Origin.TURNED);
  }

  /** No try is left, or the answer cannot go on. */
  void failed(Why why) {
    if (isTooLate()) {
      breakOff(why);
    } else {
      give(LocalReply.of(attempt.lastWord(why)));
    }
  }

  /** The request cannot be said in the cluster's protocol. */
  void cannotSend(ProtocolException e) {
    give(new LocalReply(e.why(), e.code(), List.of(), ""));
  }

  /** The answer cannot be said in the listener's protocol; perhaps one made here can. */
  void cannotAnswer(ProtocolException e) {
    if (stream.isReplied()) {
      breakOff(e.why());
    } else {
      give(new LocalReply(e.why(), e.code(), List.of(), ""));
    }
  }

  /** A fault of this process in the middle of a stream: no filter sees what is answered. */
  void fault(RuntimeException e) {
    stream.connection().reportFault(e);
    if (isTooLate()) {
      breakOff(Why.INTERNAL);
    } else {
      give(LocalReply.of(Why.INTERNAL), ResponseSide.Origin.FAULT);
    }
  }

  // ---- saying it ----------------------------------------------------------------------------

  private void give(LocalReply reply, ResponseSide.Origin origin) {
    if (!stream.isOpen()) {
      return;
    }
    Why why = reply.why();
    if (responseSide.headSent()) {
      breakOff(why);
      return;
    }
    stream.replied();
    attempt.leave(why);
    stream.outcome().fail(why);
    say(origin == ResponseSide.Origin.LOCAL ? inWordsOfTurner(reply) : reply, origin);
  }

  private LocalReply inWordsOfTurner(LocalReply reply) {
    try {
      return turn.isMeant() ? filters.reword(turn.filter(), reply, stream.context()) : reply;
    } catch (RuntimeException e) {
      stream.connection().reportFault(e);
      return reply;
    }
  }

  private void say(LocalReply reply, ResponseSide.Origin origin) {
    Why why = reply.why();
    responseSide.clear();
    // A one-way request has no answer; its reset tells the codec that its body goes nowhere.
    ServerCodec.Reply words =
        stream.isOneWay() ? null : stream.connection().requests().localReply(stream, reply);
    if (words == null) {
      stream.connection().requests().reset(stream, why);
      stream.finish(why);
      return;
    }
    boolean last = words.body().length == 0;
    responseSide.begin(words.head(), last, why, origin);
    if (!last && !stream.isEnded()) {
      responseSide.body(Unpooled.wrappedBuffer(words.body()), true);
    }
  }

  // ---- when it is too late ------------------------------------------------------------------

  private boolean isTooLate() {
    return !stream.isOpen() || responseSide.headSent();
  }

  private void breakOff(Why why) {
    if (!stream.isEnded()) {
      stream.outcome().fail(why);
      stream.connection().requests().reset(stream, why);
      stream.finish(why);
    }
  }
}
