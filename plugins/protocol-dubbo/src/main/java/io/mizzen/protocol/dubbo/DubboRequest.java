package io.mizzen.protocol.dubbo;

import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.xprotocol.Frame;
import io.mizzen.xprotocol.FramePool;
import io.mizzen.xprotocol.FrameRequest;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A call. Service, version and method stand at the beginning of the body and are a part of the
 * head; attachments stand at its end, behind the arguments, and are looked for when somebody asks.
 */
final class DubboRequest extends FrameRequest {
  private static final String VERSION = "version";
  private static final String TIMEOUT = "timeout";

  private final CallerTimeout callerTimeout;

  /** Copied from the frame: see {@link DubboFrame}. */
  private int serviceAt;

  private int serviceVersionAt;
  private int methodAt;
  private int typesAt;
  private int genericMethodAt;

  private @Nullable String service;
  private @Nullable String operation;
  private @Nullable HessianAttachments hessian;
  private @Nullable JsonbAttachments jsonb;
  private Looked looked = Looked.NOT_YET;

  /** Where the map begins in the body. */
  private int mapAt;

  private @Nullable AttachmentEdits edits;

  /** Whether attachments were looked for. */
  private enum Looked {
    NOT_YET,
    FOUND,
    NONE
  }

  DubboRequest(DubboFormat format, FramePool pool, CallerTimeout callerTimeout) {
    super(format, pool);
    this.callerTimeout = callerTimeout;
  }

  @Override
  protected Look look() {
    return Look.BODY;
  }

  @Override
  protected void taken(Frame frame) {
    DubboFrame read = (DubboFrame) frame;
    serviceAt = read.service;
    serviceVersionAt = read.serviceVersion;
    methodAt = read.method;
    typesAt = read.types;
    genericMethodAt = read.genericMethod;
    service = null;
    operation = null;
    looked = Looked.NOT_YET;
    edits = null;
  }

  /** The service path: the interface, or what the provider calls itself instead. */
  @Override
  public CharSequence service() {
    String known = service;
    if (known == null) {
      known = serviceAt == 0 ? "" : name(serviceAt, serviceVersionAt);
      service = known;
    }
    return known;
  }

  /** The method; that of a generic call is its first argument. */
  @Override
  public CharSequence operation() {
    String known = operation;
    if (known == null) {
      known =
          genericMethodAt != 0
              ? name(genericMethodAt, length())
              : methodAt == 0 ? "" : name(methodAt, typesAt);
      operation = known;
    }
    return known;
  }

  private String name(int start, int end) {
    byte[] bytes = bytes();
    if (dialect() == DubboHeader.FASTJSON2) {
      int at = start + 4;
      if (!Jsonb.isText(bytes[at] & 0xff)) {
        return "";
      }
      int content = Jsonb.contentStart(bytes, at, end);
      return word(content, end - content);
    }
    if ((bytes[start] & 0xff) == 0x4e) {
      return "";
    }
    if (HessianText.isOnePiece(bytes, start)) {
      int content = HessianText.contentStart(bytes, start);
      String fast = word(content, end - content);
      if (fast.length() == end - content) {
        return fast; // one byte each: ASCII
      }
    }
    return HessianText.decode(bytes, start, end);
  }

  /** Milliseconds of the attachment {@code timeout}. */
  @Override
  public long timeoutMillis() {
    if (callerTimeout == CallerTimeout.IGNORE) {
      return 0;
    }
    CharSequence text = get(TIMEOUT);
    if (text == null || text.length() > 9) {
      return 0;
    }
    long millis = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      millis = millis * 10 + c - '0';
    }
    return millis;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    if (edits != null) {
      AttachmentEdits.Edit edit = edits.find(name);
      if (edit != null) {
        return edit.value();
      }
    }
    Attachments known = attachments();
    CharSequence value = known == null ? null : known.get(name);
    if (value == null && serviceVersionAt != 0 && VERSION.contentEquals(name)) {
      String version = name(serviceVersionAt, methodAt);
      return version.isEmpty() ? null : version;
    }
    return value;
  }

  @Override
  public void forEach(Visitor visitor) {
    Attachments known = attachments();
    if (known != null) {
      known.forEach(visitor, edits);
    }
    if (edits != null) {
      edits.forEach(visitor);
    }
  }

  @Override
  public void set(CharSequence name, CharSequence value) {
    editable().set(name, value);
  }

  @Override
  public void remove(CharSequence name) {
    if (get(name) != null) {
      editable().set(name, null);
    }
  }

  private AttachmentEdits editable() {
    if (attachments() == null) {
      throw new IllegalArgumentException(
          "the attachments of this call cannot be read: its serialization is not known, it is"
              + " streamed, or they are broken");
    }
    AttachmentEdits present = edits;
    if (present == null) {
      present = new AttachmentEdits();
      edits = present;
    }
    return present;
  }

  private @Nullable Attachments attachments() {
    if (looked == Looked.NOT_YET) {
      looked = look(body()) < 0 ? Looked.NONE : Looked.FOUND;
    }
    if (looked == Looked.NONE) {
      return null;
    }
    return dialect() == DubboHeader.FASTJSON2 ? jsonb : hessian;
  }

  private int look(@Nullable ByteBuf body) {
    if (body == null || typesAt == 0) {
      return -1;
    }
    int types = typesStart();
    int arguments = types < 0 ? -1 : Descriptors.count(bytes(), types, typesEnd());
    if (arguments < 0) {
      return -1; // no list of types: nobody knows where the arguments end
    }
    int end = body.readableBytes();
    byte[] bytes = pool.scratch(end);
    body.getBytes(body.readerIndex(), bytes, 0, end);
    mapAt = inDialect().find(bytes, end, genericMethodAt == 0 ? arguments : arguments - 1);
    return mapAt;
  }

  private Attachments inDialect() {
    if (dialect() == DubboHeader.FASTJSON2) {
      if (jsonb == null) {
        jsonb = new JsonbAttachments();
      }
      return jsonb;
    }
    if (hessian == null) {
      hessian = new HessianAttachments();
    }
    return hessian;
  }

  /** The first descriptor, or -1 if the value is no text. */
  private int typesStart() {
    return dialect() == DubboHeader.FASTJSON2
        ? Jsonb.contentStart(bytes(), typesAt + 4, typesEnd())
        : HessianText.contentStart(bytes(), typesAt);
  }

  private int typesEnd() {
    return genericMethodAt == 0 ? length() : genericMethodAt;
  }

  @Override
  protected int room() {
    AttachmentEdits changed = edits;
    return changed == null ? length() : length() + mapAt + inDialect().room(changed);
  }

  /** A changed call is put together here as a whole: only its attachments differ. */
  @Override
  protected int apart(int newBodyLength) {
    return edits == null ? newBodyLength : 0;
  }

  @Override
  protected int put(byte[] to, int at, long newId, int newBodyLength) throws ProtocolException {
    int end = copy(to, at);
    DubboHeader.putLong(to, at + DubboHeader.ID_AT, newId);
    ByteBuf body = body();
    if (edits != null && body != null) {
      body.getBytes(body.readerIndex(), to, end, mapAt);
      end = inDialect().write(edits, to, end + mapAt);
      DubboHeader.putInt(to, at + DubboHeader.LENGTH_AT, end - at - DubboHeader.LENGTH);
    } else if (newBodyLength != bodyLength()) {
      DubboHeader.putInt(
          to, at + DubboHeader.LENGTH_AT, length() - DubboHeader.LENGTH + newBodyLength);
    }
    return end;
  }
}
