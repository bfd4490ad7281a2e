package io.mizzen.protocol.tars;

import io.mizzen.xprotocol.BytesText;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A call. Time-out, context and status stand behind the buffer and are looked for when asked. */
final class TarsRequest extends FrameRequest {
  private static final int TIMEOUT = 8;
  private static final int CONTEXT = 9;
  private static final int STATUS = 10;

  private final BytesText view = new BytesText();
  private int version;
  private int idAt;
  private int idEnd;
  private int servantAt;
  private int servantLength;
  private int functionAt;
  private int functionLength;

  TarsRequest(TarsFormat format, FramePool pool) {
    super(format, pool);
  }

  @Override
  protected Look look() {
    return Look.BODY;
  }

  @Override
  protected void taken(Frame frame) {
    TarsFrame read = (TarsFrame) frame;
    version = read.version;
    idAt = read.idAt;
    idEnd = read.idEnd;
    servantAt = read.servantAt;
    servantLength = read.servantLength;
    functionAt = read.functionAt;
    functionLength = read.functionLength;
  }

  int version() {
    return version;
  }

  /** Whether its fields were there. */
  boolean isRead() {
    return idAt > 0;
  }

  /** The servant: {@code App.Server.Object}. */
  @Override
  public CharSequence service() {
    return word(servantAt, servantLength);
  }

  @Override
  public CharSequence operation() {
    return word(functionAt, functionLength);
  }

  @Override
  public long timeoutMillis() {
    ByteBuf body = body();
    if (body == null) {
      return 0;
    }
    int at = find(body, TIMEOUT);
    int type = at < 0 ? -1 : Field.type(body, at);
    return at >= 0 && Field.isInt(type) ? Field.number(body, type, Field.value(body, at)) : 0;
  }

  /** The field with a tag, or a negative number. */
  private static int find(ByteBuf body, int tag) {
    int at = body.readerIndex();
    int end = body.writerIndex();
    while (at >= 0 && at < end && Field.value(body, at) <= end && Field.tag(body, at) < tag) {
      at = Field.skip(body, at, end);
    }
    boolean found =
        at >= 0 && at < end && Field.value(body, at) <= end && Field.tag(body, at) == tag;
    return found && Field.skip(body, at, end) > 0 ? at : -1;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    Search search = new Search(name);
    forEach(search);
    return search.found;
  }

  /** The context of the caller, then the framework's status. */
  @Override
  public void forEach(Visitor visitor) {
    ByteBuf body = body();
    if (body != null) {
      each(body, CONTEXT, visitor);
      each(body, STATUS, visitor);
    }
  }

  private void each(ByteBuf body, int tag, Visitor visitor) {
    int map = find(body, tag);
    if (map < 0 || Field.type(body, map) != Field.MAP) {
      return;
    }
    int end = body.writerIndex();
    int count = Field.value(body, map);
    long left = Field.number(body, Field.type(body, count), Field.value(body, count));
    int at = Field.skip(body, count, end);
    for (; left > 0 && at > 0; left--) {
      int value = Field.skip(body, at, end);
      int next = value < 0 ? value : Field.skip(body, value, end);
      if (next < 0 || !isText(body, at) || !isText(body, value)) {
        return;
      }
      visitor.field(text(body, at, value), text(body, value, next));
      at = next;
    }
  }

  private static boolean isText(ByteBuf body, int at) {
    int type = Field.type(body, at);
    return type == Field.SHORT_TEXT || type == Field.LONG_TEXT;
  }

  private String text(ByteBuf body, int at, int end) {
    int start = Field.textStart(Field.type(body, at), Field.value(body, at));
    byte[] bytes = pool.scratch(end - start);
    body.getBytes(start, bytes, 0, end - start);
    return view.show(bytes, 0, end - start).toString();
  }

  @Override
  protected int room() {
    return TarsIds.room(length());
  }

  @Override
  protected int put(byte[] to, int at, long newId, int newBodyLength) {
    return TarsIds.put(bytes(), length(), idAt, idEnd, to, at, newId, newBodyLength);
  }

  /** Remembers the last value of one name. */
  private static final class Search implements Visitor {
    private final CharSequence name;
    @Nullable CharSequence found;

    Search(CharSequence name) {
      this.name = name;
    }

    @Override
    public void field(CharSequence field, CharSequence value) {
      if (field.toString().contentEquals(name)) {
        found = value;
      }
    }
  }
}
