package io.mizzen.protocol.thrift;

import io.mizzen.lib.thrift.Declared;
import io.mizzen.lib.thrift.MessageHead;
import io.mizzen.lib.thrift.Replies;
import io.mizzen.lib.thrift.ThriftFrame;
import io.mizzen.lib.thrift.ThriftRequest;
import io.mizzen.lib.thrift.ThriftResponse;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientProtocol.Mode;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.FrameResponse;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Framed Thrift: {@code length:4 message}. Servers of the reference implementation serve one call
 * of a connection after the other, and clients expect that, so there is one at a time and the
 * sequence id is left as it is.
 */
final class ThriftFormat extends FrameFormat {
  static final String WORD = "thrift";

  private static final int PREFIX = 4;
  private static final int FIXED = PREFIX + MessageHead.TYPE_BYTES;

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Level level() {
    return Level.MEDIUM;
  }

  @Override
  public Mode mode() {
    return Mode.PING_PONG;
  }

  /** A frame below 16 MiB that holds a call. */
  @Override
  public Detection detect(ByteBuf first) {
    int at = first.readerIndex();
    int there = first.readableBytes();
    if (first.getByte(at) != 0) {
      return Detection.NO_MATCH;
    }
    if (there > PREFIX) {
      int encoding = first.getUnsignedByte(at + PREFIX);
      if (encoding != 0x80 && encoding != 0x82) {
        return Detection.NO_MATCH;
      }
      if (there > PREFIX + 1) {
        int second = first.getUnsignedByte(at + PREFIX + 1);
        boolean call = second >> 5 == MessageHead.CALL || second >> 5 == MessageHead.ONE_WAY;
        if (encoding == 0x82 ? (second & 0x1f) != 1 || !call : second != 1) {
          return Detection.NO_MATCH;
        }
        if (encoding == 0x80 && there > PREFIX + 2 && first.getByte(at + PREFIX + 2) != 0) {
          return Detection.NO_MATCH;
        }
      }
    }
    if (there < FIXED) {
      return Detection.NEED_MORE;
    }
    int type = MessageHead.type(first, at + PREFIX);
    return type == MessageHead.CALL || type == MessageHead.ONE_WAY
        ? Detection.MATCH
        : Detection.NO_MATCH;
  }

  @Override
  public Frame newFrame() {
    return new ThriftFrame();
  }

  @Override
  public Step readFixed(ByteBuf in, int at, int there, Sender from, Frame frame)
      throws ProtocolException {
    if (in.getByte(at) < 0) {
      throw new ProtocolException("a thrift frame of negative length");
    }
    if (there < FIXED) {
      if (there >= PREFIX) {
        Replies.check(PREFIX + (long) in.getInt(at), FIXED);
      }
      return Step.NEED_MORE;
    }
    ThriftFrame read = (ThriftFrame) frame;
    read.length = PREFIX + (long) in.getInt(at);
    Replies.check(read.length, FIXED);
    read.headLength = FIXED;
    if (!read.begin(in, at, PREFIX)) {
      throw new ProtocolException("not a strict binary or compact thrift message");
    }
    return Step.READ;
  }

  @Override
  public Step readHead(ByteBuf in, int at, int there, Frame frame) {
    ThriftFrame read = (ThriftFrame) frame;
    int end = at + (int) Math.min(there, read.length);
    int head = MessageHead.read(in, at + PREFIX, end, at, read);
    if (head == MessageHead.NEED_MORE) {
      return Step.NEED_MORE;
    }
    if (head == MessageHead.BROKEN) {
      read.fault = "the head of the message cannot be read";
      return Step.READ;
    }
    return Declared.read(in, at, head, end, read);
  }

  @Override
  public FrameRequest newRequest(FramePool pool) {
    return new ThriftRequest(this, pool) {
      @Override
      protected int put(byte[] to, int start, long newId, int newBodyLength) {
        return measure(to, start, copy(to, start), newBodyLength);
      }
    };
  }

  @Override
  public FrameResponse newResponse(FramePool pool) {
    return new ThriftResponse(this, pool) {
      @Override
      protected int put(byte[] to, int start, long newId, int newBodyLength) {
        return measure(to, start, copy(to, start), newBodyLength);
      }
    };
  }

  /** Puts the length before a head that was copied. */
  private static int measure(byte[] to, int start, int end, int newBodyLength) {
    Replies.putInt(to, start, end - start - PREFIX + newBodyLength);
    return end;
  }

  /** Without a name no client would take the answer for its own: then there is none. */
  @Override
  public Said reply(FrameRequest asked, Why why, int code, String text, FrameResponse answer) {
    ThriftRequest call = (ThriftRequest) asked;
    if (!call.isNamed()) {
      return Said.NO;
    }
    byte[] words = Replies.text(why, text);
    byte[] made = new byte[PREFIX + Replies.room(call, words)];
    int end = Replies.write(call, why, words, made, PREFIX);
    Replies.putInt(made, 0, end - PREFIX);
    answer.say(asked, made, end);
    ((ThriftResponse) answer).becomes(Replies.type(why));
    return Said.YES;
  }

  @Override
  public List<byte[]> samples() {
    byte[] name = "call".getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[FIXED + 4 + name.length + 4 + 7 + 256 + 1];
    int at = Replies.putInt(frame, 0, frame.length - PREFIX);
    at = Replies.putInt(frame, at, 0x80010000 | MessageHead.CALL);
    at = Replies.putInt(frame, at, name.length);
    System.arraycopy(name, 0, frame, at, name.length);
    at = Replies.putInt(frame, at + name.length, 1);
    frame[at] = 0x0b;
    frame[at + 2] = 1;
    Replies.putInt(frame, at + 3, 256);
    return List.of(frame);
  }
}
