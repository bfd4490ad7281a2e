package io.mizzen.protocol.dubbo;

import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FrameResponse;
import io.mizzen.xprotocol.convert.Call;
import io.mizzen.xprotocol.convert.Conversion;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Result;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Generic calls: {@code $invoke(method, types, arguments)} with the attachment {@code
 * generic=true}. Providers of 2.7 and 3.x find the method by these, make objects of maps, and
 * answer with maps, so neither side needs the other's classes. In hessian2, which all of them take.
 */
final class DubboConversion implements Conversion {
  private static final String PROTOCOL_VERSION = "2.0.2";
  private static final String INVOKE = "$invoke";
  private static final String INVOKE_TYPES =
      "Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/Object;";

  /** Ends the name of an exception's class. */
  private static final String THROWN = "Exception: ";

  /** What providers tell of an exception that callers are not expected to know. */
  private static final String GENERIC_EXCEPTION = "GenericException";

  private static final int SERIALIZATION_ERROR = 25;
  private static final int CLIENT_TIMEOUT = 30;
  private static final int SERVER_TIMEOUT = 31;
  private static final int SERVICE_NOT_FOUND = 60;
  private static final int EXCEPTION = 0;
  private static final int VALUE = 1;
  private static final int NULL = 2;

  /** Result types with attachments behind the result are the plain ones and this. */
  private static final int WITH_ATTACHMENTS = 3;

  private final FrameFormat format = new DubboFormat(CallerTimeout.IGNORE);

  @Override
  public FrameFormat format() {
    return format;
  }

  @Override
  public void write(Call call, ByteBuf to) throws ConversionException {
    int start = to.writerIndex();
    to.writeZero(DubboHeader.LENGTH);
    Hessian2Writer out = new Hessian2Writer(to);
    out.text(PROTOCOL_VERSION);
    out.text(call.service());
    out.text(call.version());
    out.text(INVOKE);
    out.text(INVOKE_TYPES);
    out.text(call.method());
    if (call.types() == null) {
      out.value(null, 0);
    } else {
      out.array("[string", call.types());
    }
    out.array("[object", call.arguments());
    out.value(attachments(call), 0);
    byte[] header = new byte[DubboHeader.LENGTH];
    int flags = DubboHeader.REQUEST | DubboHeader.TWO_WAY | DubboHeader.HESSIAN2;
    DubboHeader.write(header, flags, 0, 0, to.writerIndex() - start - DubboHeader.LENGTH);
    to.setBytes(start, header);
  }

  private static Map<String, String> attachments(Call call) {
    Map<String, String> all = new LinkedHashMap<>(call.attachments());
    all.put("path", call.service());
    all.put("interface", call.service());
    if (!call.version().isEmpty()) {
      all.put("version", call.version());
    }
    if (!call.group().isEmpty()) {
      all.put("group", call.group());
    }
    all.put("generic", "true");
    return all;
  }

  @Override
  public Result read(FrameResponse head, ByteBuf body) throws ConversionException {
    if (head.dialect() != DubboHeader.HESSIAN2) {
      throw new ConversionException("the provider answered in another serialization than hessian2");
    }
    Hessian2Reader in = new Hessian2Reader(body.duplicate());
    if (head.code() != DubboHeader.OK) {
      return refused(head.code(), in.value() instanceof String text ? text : "");
    }
    if (!(in.value() instanceof Integer type) || type < 0 || type >= 2 * WITH_ATTACHMENTS) {
      throw new ConversionException("the provider's answer is of an unknown kind");
    }
    return switch (type % WITH_ATTACHMENTS) {
      case EXCEPTION -> thrown(in.value());
      case VALUE -> new Result.Value(in.value());
      case NULL -> new Result.Value(null);
      default -> throw new AssertionError(type);
    };
  }

  static Result.Refused refused(int status, String text) {
    Result.Reason reason =
        switch (status) {
          case CLIENT_TIMEOUT, SERVER_TIMEOUT -> Result.Reason.TIMEOUT;
          case DubboStatus.EXHAUSTED -> Result.Reason.OVERLOADED;
          case SERVICE_NOT_FOUND -> Result.Reason.NOT_FOUND;
          case SERIALIZATION_ERROR -> Result.Reason.BAD_ARGUMENTS;
          default -> reason(firstLine(text));
        };
    return new Result.Refused(reason, withoutClass(firstLine(text)));
  }

  /** Providers have one number for many reasons, and tell them by these words. */
  private static Result.Reason reason(String text) {
    if (text.contains("No such method")
        || text.contains("NoSuchMethod")
        || text.contains("RpcInvocation")
        || text.contains("Not found exported service")) {
      return Result.Reason.NOT_FOUND;
    }
    return text.contains("args.length") || text.contains("Failed to parse date")
        ? Result.Reason.BAD_ARGUMENTS
        : Result.Reason.OTHER;
  }

  /** The classes of exceptions before their text are the provider's affair. */
  private static String withoutClass(String text) {
    String rest = text;
    int colon = rest.indexOf(THROWN);
    while (colon >= 0 && isName(rest, colon)) {
      rest = rest.substring(colon + THROWN.length());
      colon = rest.indexOf(THROWN);
    }
    return rest;
  }

  private static boolean isName(String text, int end) {
    for (int i = 0; i < end; i++) {
      if (!Character.isJavaIdentifierPart(text.charAt(i)) && text.charAt(i) != '.') {
        return false;
      }
    }
    return true;
  }

  private static Result thrown(@Nullable Object exception) {
    if (!(exception instanceof Struct struct)) {
      return new Result.Thrown("", "");
    }
    String type = struct.type();
    String message = text(struct, "detailMessage");
    if (type.endsWith(GENERIC_EXCEPTION)) {
      type = text(struct, "exceptionClass");
      message = text(struct, "exceptionMessage");
    }
    if (isNoSuchMethod(type)) {
      return new Result.Refused(Result.Reason.NOT_FOUND, firstLine(message));
    }
    return new Result.Thrown(type, firstLine(message));
  }

  private static boolean isNoSuchMethod(String type) {
    String name = type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.equals("nosuchmethodexception");
  }

  private static String text(Struct struct, String field) {
    return struct.fields().get(field) instanceof String text ? text : "";
  }

  /** Traces of the provider's inside begin with the second line. */
  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end).stripTrailing();
  }

  /** Offers it. */
  static final class Offer implements Conversion.Factory {
    @Override
    public String type() {
      return DubboFormat.WORD;
    }

    @Override
    public String summary() {
      return "Generic calls of Dubbo 2.7 and 3.x, in hessian2.";
    }

    @Override
    public Stability stability() {
      return Stability.ALPHA;
    }

    @Override
    public Conversion create() {
      return new DubboConversion();
    }
  }
}
