package io.mizzen.protocol.dubbothrift;

import io.mizzen.lib.thrift.Declared;
import io.mizzen.lib.thrift.MessageHead;
import io.mizzen.lib.thrift.Replies;
import io.mizzen.lib.thrift.ThriftFrame;
import io.mizzen.lib.thrift.ThriftResponse;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.mizzen.xprotocol.FrameResponse;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The protocol "thrift" of Dubbo 2.5 to 2.7:
 *
 * <pre>
 *   size:4 | da bc  size:4  headerSize:2  01  service:4+n  (path:4+n)  id:8 | thrift message
 *            headerSize counts from da bc; the id is its last eight bytes, whatever stands before
 * </pre>
 */
final class DubboThriftFormat extends FrameFormat {
  static final String WORD = "dubboThrift";

  private static final int PREFIX = 4;
  private static final int SERVICE_AT = 13;

  /** Magic, size, header size, version, an empty service, id. */
  private static final int SMALLEST_HEADER = 21;

  private static final int FIXED = 12;

  /** Far from where ids would become negative, far enough for no two to meet. */
  private static final long FARTHEST = 1L << 62;

  private static final int ID_BYTES = 8;

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Level level() {
    return Level.MEDIUM;
  }

  @Override
  public Detection detect(ByteBuf first) {
    int at = first.readerIndex();
    int there = first.readableBytes();
    if (first.getByte(at) != 0
        || there > 4 && first.getUnsignedByte(at + 4) != 0xda
        || there > 5 && first.getUnsignedByte(at + 5) != 0xbc) {
      return Detection.NO_MATCH;
    }
    for (int i = 6; i < Math.min(there, 10); i++) {
      if (first.getByte(at + i) != first.getByte(at + i - 6)) {
        return Detection.NO_MATCH;
      }
    }
    return there < 10 ? Detection.NEED_MORE : Detection.MATCH;
  }

  @Override
  public Frame newFrame() {
    return new ThriftFrame();
  }

  @Override
  public Step readFixed(ByteBuf in, int at, int there, Sender from, Frame frame)
      throws ProtocolException {
    if (in.getByte(at) < 0
        || there > 4 && in.getUnsignedByte(at + 4) != 0xda
        || there > 5 && in.getUnsignedByte(at + 5) != 0xbc) {
      throw new ProtocolException("not a frame of dubbo-thrift");
    }
    if (there < FIXED) {
      return Step.NEED_MORE;
    }
    int size = in.getInt(at);
    int header = in.getUnsignedShort(at + 10);
    if (in.getInt(at + 6) != size
        || header < SMALLEST_HEADER
        || header + MessageHead.TYPE_BYTES > size) {
      throw new ProtocolException("the sizes of a dubbo-thrift frame do not agree");
    }
    int message = PREFIX + header;
    if (there < message + MessageHead.TYPE_BYTES) {
      return Step.NEED_MORE;
    }
    ThriftFrame read = (ThriftFrame) frame;
    if (!read.begin(in, at, message)) {
      throw new ProtocolException("not a strict binary thrift message");
    }
    read.length = PREFIX + (long) size;
    read.headLength = message + MessageHead.TYPE_BYTES;
    read.id = in.getLong(at + message - ID_BYTES);
    return Step.READ;
  }

  @Override
  public Step readHead(ByteBuf in, int at, int there, Frame frame) {
    ThriftFrame read = (ThriftFrame) frame;
    int end = at + (int) Math.min(there, read.length);
    int head = MessageHead.read(in, at + read.messageAt, end, at, read);
    if (head == MessageHead.NEED_MORE) {
      return Step.NEED_MORE;
    }
    int service = in.getInt(at + SERVICE_AT);
    if (head == MessageHead.BROKEN
        || service < 0
        || service > read.messageAt - ID_BYTES - SERVICE_AT - 4) {
      read.fault = "the head of the message cannot be read";
      return Step.READ;
    }
    return Declared.read(in, at, head, end, read);
  }

  /** All 64 bits are the caller's own. */
  @Override
  public long narrow(long counter) {
    return counter;
  }

  /**
   * Anywhere: a provider remembers the method of each id it has ever seen, in a table for all its
   * connections, and says that one in its answer.
   */
  @Override
  public long firstCounter() {
    return ThreadLocalRandom.current().nextLong(1, FARTHEST);
  }

  @Override
  public FrameRequest newRequest(FramePool pool) {
    return new DubboThriftRequest(this, pool);
  }

  @Override
  public FrameResponse newResponse(FramePool pool) {
    return new ThriftResponse(this, pool) {
      @Override
      protected int put(byte[] to, int start, long newId, int newBodyLength) {
        return patch(to, start, copy(to, start), newId, newBodyLength);
      }
    };
  }

  /** Puts id and sizes into a head that was copied. */
  static int patch(byte[] to, int start, int end, long newId, int newBodyLength) {
    int header = (to[start + 10] & 0xff) << 8 | to[start + 11] & 0xff;
    int id = start + PREFIX + header - ID_BYTES;
    Replies.putInt(to, id, (int) (newId >> 32));
    Replies.putInt(to, id + 4, (int) newId);
    int size = end - start - PREFIX + newBodyLength;
    Replies.putInt(to, start, size);
    Replies.putInt(to, start + 6, size);
    return end;
  }

  /**
   * In the header of the call: consumers of Dubbo 2.7.1 and later look for the path in answers too,
   * others for none.
   */
  @Override
  public Said reply(FrameRequest asked, Why why, int code, String text, FrameResponse answer) {
    DubboThriftRequest call = (DubboThriftRequest) asked;
    if (!call.isNamed()) {
      return Said.NO;
    }
    byte[] words = Replies.text(why, text);
    int header = call.headerLength();
    byte[] made = new byte[header + Replies.room(call, words)];
    call.copyHeader(made);
    int end = Replies.write(call, why, words, made, header);
    patch(made, 0, end, asked.id(), 0);
    answer.say(asked, made, end);
    ((ThriftResponse) answer).becomes(Replies.type(why));
    return Said.YES;
  }
}
