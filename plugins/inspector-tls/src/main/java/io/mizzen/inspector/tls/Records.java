package io.mizzen.inspector.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Joins the first handshake message from its records (RFC 8446 section 5.1): it may be spread over
 * several. Remembers how far it came, so that bytes that drip in are not looked at again and again.
 *
 * <pre>
 *   16 | version u16 | length u16 | fragment   16 | version | length | fragment ...
 *                                  01 | length u24 | body ...................
 * </pre>
 */
final class Records {
  private static final int RECORD_HEADER = 5;
  private static final int MESSAGE_HEADER = 4;
  private static final int HANDSHAKE = 0x16;
  private static final int CLIENT_HELLO = 1;

  /** RFC 8446 section 5.1: 2^14. */
  private static final int MAX_FRAGMENT = 16 * 1024;

  /** Greetings with post-quantum key shares have 2 KiB; a peer that sends eight times that errs. */
  private static final int MAX_MESSAGE = 16 * 1024;

  /**
   * Nobody cuts a greeting into pieces of less than 16 bytes but to make us work: so many records
   * are enough for the largest message.
   */
  private static final int MAX_RECORDS = MAX_MESSAGE / 16;

  /** Where the next record header is, from the reader index. */
  private int next;

  private int records;

  /** Bytes of the message in the records before {@link #next}. */
  private int joined;

  enum State {
    PARTIAL,
    COMPLETE,
    BROKEN
  }

  /** Reads on in all bytes so far. */
  State read(ByteBuf in) {
    int begin = in.readerIndex();
    while (true) {
      int there = in.readableBytes() - next;
      if (there < RECORD_HEADER) {
        return State.PARTIAL;
      }
      int at = begin + next;
      int fragment = in.getUnsignedShort(at + 3);
      boolean sameKind =
          in.getUnsignedByte(at) == HANDSHAKE && in.getByte(at + 1) == in.getByte(begin + 1);
      if (!sameKind || fragment == 0 || fragment > MAX_FRAGMENT || records == MAX_RECORDS) {
        return State.BROKEN;
      }
      if (next == 0 && there > RECORD_HEADER && in.getByte(at + RECORD_HEADER) != CLIENT_HELLO) {
        return State.BROKEN;
      }
      if (there < RECORD_HEADER + fragment) {
        return lengthIsSane(in, there - RECORD_HEADER) ? State.PARTIAL : State.BROKEN;
      }
      next += RECORD_HEADER + fragment;
      joined += fragment;
      records++;
      if (joined >= MESSAGE_HEADER) {
        int length = messageLength(in);
        if (length > MAX_MESSAGE) {
          return State.BROKEN;
        }
        if (joined >= MESSAGE_HEADER + length) {
          return State.COMPLETE;
        }
      }
    }
  }

  /** Looks at the length early: a peer that announces megabytes is not waited for. */
  private boolean lengthIsSane(ByteBuf in, int ofFragment) {
    return next != 0
        || ofFragment < MESSAGE_HEADER
        || in.getUnsignedMedium(in.readerIndex() + RECORD_HEADER + 1) <= MAX_MESSAGE;
  }

  private int messageLength(ByteBuf in) {
    return join(in, MESSAGE_HEADER).getUnsignedMedium(1);
  }

  /** The body of the message once it is complete: a view of the bytes if one record has it all. */
  ByteBuf message(ByteBuf in) {
    int length = messageLength(in);
    return join(in, MESSAGE_HEADER + length).slice(MESSAGE_HEADER, length);
  }

  /** The first bytes of the message, without the record headers between them. */
  private static ByteBuf join(ByteBuf in, int length) {
    int begin = in.readerIndex();
    int first = in.getUnsignedShort(begin + 3);
    if (first >= length) {
      return in.slice(begin + RECORD_HEADER, length);
    }
    // Heap memory, left to the collector: rare, and nobody has to release it.
    ByteBuf joined = Unpooled.buffer(length);
    int at = begin;
    while (joined.readableBytes() < length) {
      int fragment = in.getUnsignedShort(at + 3);
      int wanted = Math.min(fragment, length - joined.readableBytes());
      joined.writeBytes(in, at + RECORD_HEADER, wanted);
      at += RECORD_HEADER + fragment;
    }
    return joined;
  }
}
