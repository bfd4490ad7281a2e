package io.mizzen.protocol.bolt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FrameResponse;
import io.mizzen.xprotocol.convert.Call;
import io.mizzen.xprotocol.convert.Conversion;
import io.mizzen.xprotocol.convert.ConversionException;
import io.mizzen.xprotocol.convert.Result;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Generic calls of SOFARPC. Its consumers turn {@code $invoke} into a common request of the method
 * itself, so that is what is written: a {@code SofaRequest} with the names of the parameter types,
 * and the arguments behind it. Providers make objects of maps by those types, and the classes of
 * their answers stay names here. In SOFARPC's own hessian, which all of them take.
 *
 * <pre>
 *   22 bytes fixed | class name | header map | SofaRequest arg*
 *   20 bytes fixed | class name | header map | SofaResponse
 * </pre>
 */
final class SofaConversion implements Conversion {
  private static final String REQUEST = "com.alipay.sofa.rpc.core.request.SofaRequest";
  private static final String RESPONSE = "com.alipay.sofa.rpc.core.response.SofaResponse";

  /** The version of a service whose provider names none. */
  private static final String DEFAULT_VERSION = "1.0";

  private static final String RESPONSE_ERROR = "sofa_head_response_error";
  private static final String BAGGAGE = "rpc_req_baggage";

  /** What every call says of itself; the type of generic calls whose objects are maps. */
  private static final Map<String, String> COMMON =
      Map.of(
          "type", "sync",
          "protocol", "bolt",
          "generic.revise", "true",
          "sofa_head_generic_type", "2");

  private static final int FIXED_LENGTH = FixedHeader.length(FixedHeader.V1, FixedHeader.REQUEST);

  /** The caller's time is kept here, and a provider that did so too would answer nothing. */
  private static final int NO_TIMEOUT = -1;

  private final FrameFormat format = new BoltFormat(GoAway.OFF);

  @Override
  public FrameFormat format() {
    return format;
  }

  @Override
  public void write(Call call, ByteBuf to) throws ConversionException {
    List<String> types = call.types();
    if (types == null) {
      throw new ConversionException(
          "SOFARPC finds a method by its parameter types: give \"types\", or name them for this"
              + " method in the configuration");
    }
    String service = service(call);
    int start = to.writerIndex();
    to.writeZero(FIXED_LENGTH);
    to.writeCharSequence(REQUEST, UTF_8);
    int mapStart = to.writerIndex();
    writeMap(call, service, to);
    int contentStart = to.writerIndex();
    writeContent(call, service, types, new SofaWriter(to));
    FixedHeader fixed = new FixedHeader();
    fixed.bare(FixedHeader.V1, 1, FixedHeader.RPC_REQUEST, 0, NO_TIMEOUT);
    fixed.classLength = REQUEST.length();
    fixed.headerLength = contentStart - mapStart;
    fixed.contentLength = to.writerIndex() - contentStart;
    if (fixed.headerLength > FixedHeader.MAX_SHORT_LENGTH) {
      throw new ConversionException(
          "names and attachments are longer than the 32767 bytes of a header map");
    }
    byte[] header = new byte[FIXED_LENGTH];
    fixed.write(header, 0);
    to.setBytes(start, header);
  }

  /** The interface, its version, and what tells apart two providers of both. */
  private static String service(Call call) {
    String version = call.version().isEmpty() ? DEFAULT_VERSION : call.version();
    String service = call.service() + ":" + version;
    return call.group().isEmpty() ? service : service + ":" + call.group();
  }

  private static void writeMap(Call call, String service, ByteBuf to) {
    pair("service", service, to);
    pair("sofa_head_target_service", service, to);
    pair("sofa_head_method_name", call.method(), to);
    COMMON.forEach((key, value) -> pair(key, value, to));
    call.attachments().forEach((key, value) -> pair(BAGGAGE + "." + key, value, to));
  }

  private static void pair(String key, String value, ByteBuf to) {
    text(key, to);
    text(value, to);
  }

  private static void text(String text, ByteBuf to) {
    byte[] bytes = text.getBytes(UTF_8);
    to.writeInt(bytes.length).writeBytes(bytes);
  }

  private static void writeContent(Call call, String service, List<String> types, SofaWriter out)
      throws ConversionException {
    out.object(
        REQUEST,
        "targetAppName",
        "methodName",
        "targetServiceUniqueName",
        "requestProps",
        "methodArgSigs");
    out.value(null, 0);
    out.text(call.method());
    out.text(service);
    Map<String, Object> properties = new LinkedHashMap<>(COMMON);
    if (!call.attachments().isEmpty()) {
      properties.put(BAGGAGE, call.attachments());
    }
    out.value(properties, 0);
    out.texts(types.stream().map(JavaTypes::binary).toList());
    for (int i = 0; i < types.size(); i++) {
      out.argument(call.arguments().get(i), types.get(i));
    }
  }

  @Override
  public Result read(FrameResponse head, ByteBuf body) throws ConversionException {
    SofaReader in = new SofaReader(body.duplicate());
    if (head.code() != BoltStatus.SUCCESS.code()) {
      return refused(head.code(), body.isReadable() ? reason(in) : "");
    }
    if (!(in.value() instanceof Struct answer) || !answer.type().equals(RESPONSE)) {
      throw new ConversionException("the provider's answer is no SofaResponse");
    }
    Object value = answer.fields().get("appResponse");
    if (Boolean.TRUE.equals(answer.fields().get("isError"))) {
      String text = answer.fields().get("errorMsg") instanceof String said ? said : "";
      return new Result.Refused(SofaErrors.reason(text), SofaErrors.message(text));
    }
    CharSequence failed = head.get(RESPONSE_ERROR);
    if (failed != null && "true".contentEquals(failed)) {
      return thrown(value);
    }
    return new Result.Value(value);
  }

  /** What SOFABolt says of a call it could not hand to SOFARPC: an exception, if anything. */
  private static String reason(SofaReader in) {
    try {
      return in.value() instanceof Struct exception ? message(exception) : "";
    } catch (ConversionException e) {
      return ""; // in another serialization; the status says enough
    }
  }

  private static Result refused(int code, String text) {
    BoltStatus status = BoltStatus.of(code);
    String message = SofaErrors.message(text);
    return new Result.Refused(
        SofaErrors.reason(status, text),
        message.isEmpty()
            ? "the provider answered with the status " + SofaErrors.word(status, code)
            : message);
  }

  private static Result thrown(@Nullable Object exception) {
    if (exception instanceof Struct struct) {
      return new Result.Thrown(struct.type(), SofaErrors.message(message(struct)));
    }
    return new Result.Thrown("", "");
  }

  private static String message(Struct exception) {
    return exception.fields().get("detailMessage") instanceof String text ? text : "";
  }

  /** Offers it. */
  static final class Offer implements Conversion.Factory {
    @Override
    public String type() {
      return BoltFormat.WORD;
    }

    @Override
    public String summary() {
      return "Generic calls of SOFARPC, in its hessian.";
    }

    @Override
    public Stability stability() {
      return Stability.ALPHA;
    }

    @Override
    public Conversion create() {
      return new SofaConversion();
    }
  }
}
