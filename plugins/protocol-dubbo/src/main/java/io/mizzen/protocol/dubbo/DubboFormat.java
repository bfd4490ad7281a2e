package io.mizzen.protocol.dubbo;

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

/**
 * Frames of dubbo; drawn in {@link DubboFrame}. Serializations other than hessian2 and fastjson2
 * are forwarded without a look: such calls have no service and no method here.
 */
final class DubboFormat extends FrameFormat {
  static final String WORD = "dubbo";

  /** What an event carries at most; Java peers refuse more. */
  private static final int MAX_EVENT_BODY = 15;

  /** {@code $invoke} and {@code $invokeAsync} as hessian2 and JSONB begin them. */
  private static final String GENERIC = "$invoke";

  private static final String GENERIC_ASYNC = "$invokeAsync";

  /** The event that asks for no further calls. */
  private static final int READ_ONLY = 'R';

  /** Shown to callers: short, so that a head of two bytes is enough. */
  private static final int MAX_TEXT = 900;

  private final CallerTimeout callerTimeout;

  DubboFormat(CallerTimeout callerTimeout) {
    this.callerTimeout = callerTimeout;
  }

  @Override
  public String word() {
    return WORD;
  }

  @Override
  public Level level() {
    return Level.HEAVY;
  }

  @Override
  public Detection detect(ByteBuf first) {
    int at = first.readerIndex();
    int there = first.readableBytes();
    if (first.getUnsignedByte(at) != DubboHeader.MAGIC_HIGH
        || there > 1 && first.getUnsignedByte(at + 1) != DubboHeader.MAGIC_LOW) {
      return Detection.NO_MATCH;
    }
    if (there < 3) {
      return Detection.NEED_MORE;
    }
    return first.getByte(at + DubboHeader.FLAGS_AT) < 0 ? Detection.MATCH : Detection.NO_MATCH;
  }

  @Override
  public Frame newFrame() {
    return new DubboFrame();
  }

  @Override
  public Step readFixed(ByteBuf in, int at, int there, Sender from, Frame frame)
      throws ProtocolException {
    if (in.getUnsignedByte(at) != DubboHeader.MAGIC_HIGH
        || there > 1 && in.getUnsignedByte(at + 1) != DubboHeader.MAGIC_LOW) {
      throw new ProtocolException("a dubbo frame begins with da bb");
    }
    if (there < DubboHeader.LENGTH) {
      return Step.NEED_MORE;
    }
    int bodyLength = in.getInt(at + DubboHeader.LENGTH_AT);
    if (bodyLength < 0) {
      throw new ProtocolException("a dubbo body of negative length");
    }
    DubboFrame read = (DubboFrame) frame;
    int flags = in.getUnsignedByte(at + DubboHeader.FLAGS_AT);
    read.flags = flags;
    read.status = in.getUnsignedByte(at + DubboHeader.STATUS_AT);
    read.id = in.getLong(at + DubboHeader.ID_AT);
    read.length = (long) DubboHeader.LENGTH + bodyLength;
    read.headLength = DubboHeader.LENGTH;
    read.dialect = flags & DubboHeader.SERIALIZATION;
    if ((flags & DubboHeader.EVENT) != 0) {
      return event(in, at, there, from, read, bodyLength);
    }
    read.kind =
        (flags & DubboHeader.REQUEST) == 0
            ? Frame.Kind.RESPONSE
            : (flags & DubboHeader.TWO_WAY) == 0 ? Frame.Kind.ONE_WAY : Frame.Kind.REQUEST;
    return Step.READ;
  }

  private static Step event(
      ByteBuf in, int at, int there, Sender from, DubboFrame read, int bodyLength)
      throws ProtocolException {
    if (bodyLength > MAX_EVENT_BODY) {
      throw new ProtocolException("a dubbo event of " + bodyLength + " bytes");
    }
    if (there < read.length) {
      return Step.NEED_MORE;
    }
    boolean readOnly =
        bodyLength > 0 && in.getByte(at + DubboHeader.LENGTH + bodyLength - 1) == READ_ONLY;
    if ((read.flags & DubboHeader.REQUEST) == 0) {
      read.kind = Frame.Kind.HEARTBEAT_ANSWER;
    } else if ((read.flags & DubboHeader.TWO_WAY) != 0) {
      read.kind = Frame.Kind.HEARTBEAT;
    } else {
      read.kind = readOnly && from == Sender.UPSTREAM ? Frame.Kind.GO_AWAY : Frame.Kind.IGNORED;
    }
    return Step.READ;
  }

  @Override
  public Step readHead(ByteBuf in, int at, int there, Frame frame) {
    DubboFrame read = (DubboFrame) frame;
    read.service = 0;
    read.serviceVersion = 0;
    read.method = 0;
    read.types = 0;
    read.genericMethod = 0;
    read.resultType = -1;
    if (read.kind == Frame.Kind.RESPONSE) {
      return Results.read(in, at, there, read);
    }
    return switch (read.dialect) {
      case DubboHeader.HESSIAN2 -> hessian(in, at, there, read);
      case DubboHeader.FASTJSON2 -> jsonb(in, at, there, read);
      default -> Step.READ;
    };
  }

  private static Step hessian(ByteBuf in, int at, int there, DubboFrame read) {
    int end = at + (int) Math.min(there, read.length);
    int version = at + DubboHeader.LENGTH;
    int service = HessianText.skip(in, version, end);
    int serviceVersion = service < 0 ? service : HessianText.skip(in, service, end);
    int method = serviceVersion < 0 ? serviceVersion : HessianText.skip(in, serviceVersion, end);
    int types = method < 0 ? method : HessianText.skip(in, method, end);
    int after = types < 0 ? types : HessianText.skip(in, types, end);
    int head = after;
    if (after > 0 && isGeneric(in, method, types, 1)) {
      head = HessianText.skip(in, after, end);
      read.genericMethod = after - at;
    }
    return found(read, at, service, serviceVersion, method, types, head);
  }

  private static Step jsonb(ByteBuf in, int at, int there, DubboFrame read) {
    int end = at + (int) Math.min(there, read.length);
    int service = block(in, at + DubboHeader.LENGTH, end, read, at);
    int serviceVersion = service < 0 ? service : block(in, service, end, read, at);
    int method = serviceVersion < 0 ? serviceVersion : block(in, serviceVersion, end, read, at);
    int types = method < 0 ? method : block(in, method, end, read, at);
    int after = types < 0 ? types : block(in, types, end, read, at);
    int head = after;
    if (after > 0 && isGeneric(in, method, types, 5)) {
      head = block(in, after, end, read, at);
      read.genericMethod = after - at;
    }
    return found(read, at, service, serviceVersion, method, types, head);
  }

  /** The index behind a block that holds a text or null. */
  private static int block(ByteBuf in, int start, int end, DubboFrame read, int at) {
    if (end - start < 5) {
      return HessianText.NEED_MORE;
    }
    int length = in.getInt(start);
    int tag = in.getUnsignedByte(start + 4);
    if (length < 1
        || length > HessianText.MOST_BYTES
        || length > read.length - (start + 4 - at)
        || tag != Jsonb.NULL && !Jsonb.isText(tag)) {
      return HessianText.BROKEN;
    }
    int next = start + 4 + length;
    if (next > end) {
      return HessianText.NEED_MORE;
    }
    return tag == Jsonb.NULL || Jsonb.fits(in, start + 4, next) ? next : HessianText.BROKEN;
  }

  private static boolean isGeneric(ByteBuf in, int from, int end, int prefix) {
    int length = end - from - prefix;
    String word =
        length == GENERIC.length()
            ? GENERIC
            : length == GENERIC_ASYNC.length() ? GENERIC_ASYNC : "";
    if (word.isEmpty()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (in.getByte(from + prefix + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Step found(
      DubboFrame read, int at, int service, int serviceVersion, int method, int types, int head) {
    if (head == HessianText.NEED_MORE) {
      return Step.NEED_MORE;
    }
    if (head == HessianText.BROKEN) {
      read.genericMethod = 0;
      read.fault = "the envelope of the call cannot be read";
      return Step.READ;
    }
    read.service = service - at;
    read.serviceVersion = serviceVersion - at;
    read.method = method - at;
    read.types = types - at;
    read.headLength = head - at;
    return Step.READ;
  }

  /** Providers count from a random place in 64 bits, so all of them are free for use. */
  @Override
  public long narrow(long counter) {
    return counter;
  }

  @Override
  public FrameRequest newRequest(FramePool pool) {
    return new DubboRequest(this, pool, callerTimeout);
  }

  @Override
  public FrameResponse newResponse(FramePool pool) {
    return new DubboResponse(this, pool);
  }

  /** Consumers take an error text in hessian2 whatever they speak themselves. */
  @Override
  public Said reply(FrameRequest asked, Why why, int code, String text, FrameResponse answer) {
    String words = "mizzen: " + why.word() + (text.isEmpty() ? "" : ": " + text);
    if (words.length() > MAX_TEXT) {
      words = words.substring(0, MAX_TEXT);
    }
    byte[] frame = new byte[DubboHeader.LENGTH + HessianText.room(words)];
    int end = HessianText.write(words, frame, DubboHeader.LENGTH);
    int status = code > 0 && code <= 0xff && code != DubboHeader.OK ? code : DubboStatus.of(why);
    DubboHeader.write(frame, DubboHeader.HESSIAN2, status, asked.id(), end - DubboHeader.LENGTH);
    answer.say(asked, frame, end);
    return Said.YES;
  }

  /** The same body again: right in every serialization without knowing it. */
  @Override
  public int answerHeartbeat(ByteBuf in, int at, Frame asked, byte[] to) {
    int bodyLength = asked.bodyLength();
    int end =
        DubboHeader.write(
            to, DubboHeader.EVENT | asked.dialect, DubboHeader.OK, asked.id, bodyLength);
    in.getBytes(at + DubboHeader.LENGTH, to, end, bodyLength);
    return end + bodyLength;
  }

  @Override
  public int writeHeartbeat(int dialect, long id, byte[] to) {
    return event(to, DubboHeader.TWO_WAY, dialect, id, Events.NULL);
  }

  @Override
  public int writeDrain(int dialect, byte[] to) {
    return event(to, 0, dialect, 0, Events.READ_ONLY);
  }

  private static int event(byte[] to, int flag, int dialect, long id, Events what) {
    boolean json = dialect == DubboHeader.FASTJSON2;
    byte[] body = json ? what.jsonb : what.hessian;
    int flags = DubboHeader.REQUEST | DubboHeader.EVENT | flag;
    int end =
        DubboHeader.write(
            to, flags | (json ? DubboHeader.FASTJSON2 : DubboHeader.HESSIAN2), 0, id, body.length);
    System.arraycopy(body, 0, to, end, body.length);
    return end + body.length;
  }

  /** What events say, in both serializations. */
  private enum Events {
    NULL(new byte[] {0x4e}, new byte[] {0, 0, 0, 1, (byte) 0xaf}),
    READ_ONLY(new byte[] {1, 0x52}, new byte[] {0, 0, 0, 2, 0x4a, 0x52});

    final byte[] hessian;
    final byte[] jsonb;

    Events(byte[] hessian, byte[] jsonb) {
      this.hessian = hessian;
      this.jsonb = jsonb;
    }
  }

  @Override
  public int firstDialect() {
    return DubboHeader.HESSIAN2;
  }

  @Override
  public List<byte[]> samples() {
    return List.of(Samples.call(256), Samples.call(0));
  }
}
