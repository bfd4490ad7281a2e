package io.mizzen.protocol.tars;

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
import java.util.List;

/** Frames of Tars; drawn in {@link TarsFrame}. */
final class TarsFormat extends FrameFormat {
  static final String WORD = "tars";

  /** The length, and the smallest struct with an id. */
  private static final int SMALLEST = 6;

  private static final int PREFIX = 4;
  private static final int ONE_WAY = 1;

  /** What peers take at most, so that detection can tell a length from other bytes. */
  private static final int PLAUSIBLE = 10_485_760;

  /** Names are short; more before the buffer is an attack on memory. */
  private static final int LONGEST_HEAD = 64 * 1024;

  private static final String PING = "tars_ping";

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Level level() {
    return Level.MEDIUM;
  }

  /** A plausible length, then field 1 as an int of one byte: 1, 2, 3 or 5. */
  @Override
  public Detection detect(ByteBuf first) {
    int at = first.readerIndex();
    int there = first.readableBytes();
    if (first.getByte(at) != 0
        || there >= PREFIX && (first.getInt(at) < SMALLEST || first.getInt(at) > PLAUSIBLE)
        || there > 4 && first.getByte(at + 4) != 0x10) {
      return Detection.NO_MATCH;
    }
    if (there < 6) {
      return Detection.NEED_MORE;
    }
    return switch (first.getByte(at + 5)) {
      case 1, 2, 3, 5 -> Detection.MATCH;
      default -> Detection.NO_MATCH;
    };
  }

  @Override
  public Frame newFrame() {
    return new TarsFrame();
  }

  @Override
  public Step readFixed(ByteBuf in, int at, int there, Sender from, Frame frame)
      throws ProtocolException {
    if (in.getByte(at) < 0) {
      throw new ProtocolException("a tars frame of negative length");
    }
    if (there < PREFIX) {
      return Step.NEED_MORE;
    }
    TarsFrame read = (TarsFrame) frame;
    read.clear();
    read.length = in.getInt(at);
    if (read.length < SMALLEST) {
      throw new ProtocolException("a tars frame of " + read.length + " bytes");
    }
    read.kind = from == Sender.CALLER ? Frame.Kind.REQUEST : Frame.Kind.RESPONSE;
    int end = at + (int) Math.min(there, read.length);
    int stop = fields(in, at, end, from, read);
    if (stop == Field.NEED_MORE && end - at > LONGEST_HEAD) {
      throw new ProtocolException("the fields before the buffer of a tars frame are too long");
    }
    if (stop == Field.NEED_MORE && end - at < read.length) {
      return tooLarge(read) ? Step.READ : Step.NEED_MORE;
    }
    if (stop < 0 || read.idAt == 0) {
      throw new ProtocolException("the fields of a tars frame cannot be read");
    }
    read.headLength = stop - at;
    kind(in, at, from, read);
    return Step.READ;
  }

  /** The framework refuses it before it looks at fields that may never come. */
  private static boolean tooLarge(TarsFrame read) {
    read.headLength = PREFIX;
    return read.length > 1 << 30;
  }

  private void kind(ByteBuf in, int at, Sender from, TarsFrame read) {
    if (from == Sender.UPSTREAM) {
      if (read.id == 0) {
        read.kind = Frame.Kind.GO_AWAY; // a push: the server is about to close
      }
    } else if (read.functionLength == PING.length() && is(in, at + read.functionAt, PING)) {
      // one-way calls are never answered, and a server would only answer a ping
      read.kind = read.packetType == ONE_WAY ? Frame.Kind.IGNORED : Frame.Kind.HEARTBEAT;
    } else if (read.packetType == ONE_WAY) {
      read.kind = Frame.Kind.ONE_WAY;
    }
  }

  private static boolean is(ByteBuf in, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (in.getByte(at + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Reads the fields before the buffer; the index of the first one that is not. */
  private static int fields(ByteBuf in, int frame, int end, Sender from, TarsFrame read) {
    int at = frame + PREFIX;
    boolean whole = end - frame == read.length;
    int before = -1;
    while (true) {
      if (at >= end) {
        return whole ? at : Field.NEED_MORE;
      }
      if (Field.value(in, at) > end) {
        return whole ? Field.BROKEN : Field.NEED_MORE;
      }
      boolean request = from == Sender.CALLER || read.version == 2 || read.version == 3;
      int tag = Field.tag(in, at);
      if (tag <= before) {
        // Readers look for a tag behind the one before: they would find another id than was read
        // here.
        return Field.BROKEN;
      }
      before = tag;
      if (tag > (request ? 6 : 5)) {
        return at;
      }
      int next = Field.skip(in, at, end);
      if (next < 0) {
        return next;
      }
      if (!take(in, frame, at, next, tag, request, read)) {
        return Field.BROKEN;
      }
      at = next;
    }
  }

  private static boolean take(
      ByteBuf in, int frame, int at, int next, int tag, boolean request, TarsFrame read) {
    int type = Field.type(in, at);
    int value = Field.value(in, at);
    if (request && tag >= 5) {
      if (type != Field.SHORT_TEXT && type != Field.LONG_TEXT) {
        return false;
      }
      int start = Field.textStart(type, value);
      if (tag == 5) {
        read.servantAt = start - frame;
        read.servantLength = next - start;
      } else {
        read.functionAt = start - frame;
        read.functionLength = next - start;
      }
      return true;
    }
    if (!Field.isInt(type)) {
      return false;
    }
    int number = (int) Field.number(in, type, value);
    if (tag == 1) {
      read.version = number;
    } else if (tag == 2) {
      read.packetType = number;
    } else if (tag == (request ? 4 : 3)) {
      read.id = number & 0xffff_ffffL;
      read.idAt = at - frame;
      read.idEnd = next - frame;
    } else if (tag == 5) {
      read.ret = number;
    }
    return true;
  }

  @Override
  public FrameRequest newRequest(FramePool pool) {
    return new TarsRequest(this, pool);
  }

  @Override
  public FrameResponse newResponse(FramePool pool) {
    return new TarsResponse(this, pool);
  }

  @Override
  public Said reply(FrameRequest asked, Why why, int code, String text, FrameResponse answer) {
    TarsRequest call = (TarsRequest) asked;
    if (!call.isRead()) {
      return Said.NO;
    }
    int ret = code < 0 ? code : TarsRet.of(why);
    TarsWriter out = new TarsWriter();
    out.answer(call.version(), asked.id(), ret, ret == 0 ? "" : words(why, text));
    answer.say(asked, out.bytes(), out.length());
    ((TarsResponse) answer).becomes(ret);
    return Said.YES;
  }

  private static String words(Why why, String text) {
    String words = "mizzen: " + why.word() + (text.isEmpty() ? "" : ": " + text);
    return words.substring(0, Math.min(words.length(), TarsWriter.MAX_TEXT));
  }

  /** A ping is an ordinary call, and so is its answer. */
  @Override
  public int answerHeartbeat(ByteBuf in, int at, Frame asked, byte[] to) {
    TarsWriter out = new TarsWriter();
    out.answer(((TarsFrame) asked).version, asked.id, 0, "");
    System.arraycopy(out.bytes(), 0, to, 0, out.length());
    return out.length();
  }

  @Override
  public List<byte[]> samples() {
    TarsWriter out = new TarsWriter();
    out.call(1, "App.WarmUp.CallObj", "call", 256);
    return List.of(java.util.Arrays.copyOf(out.bytes(), out.length()));
  }
}
