package io.mizzen.protocol.http1;

import io.mizzen.spi.protocol.RequestHead.Repeat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The methods of RFC 9110 section 9 and PATCH; any other token is forwarded as it is. */
enum Method {
  GET(Repeat.SAFE),
  HEAD(Repeat.SAFE),
  POST(Repeat.UNSAFE),
  PUT(Repeat.SAFE),
  DELETE(Repeat.SAFE),
  CONNECT(Repeat.UNSAFE),
  OPTIONS(Repeat.SAFE),
  TRACE(Repeat.SAFE),
  PATCH(Repeat.UNSAFE),
  OTHER(Repeat.UNSAFE);

  /** By RFC 9110 section 9.2.2; nothing is known of other methods, so they are not repeated. */
  final Repeat repeat;

  private final byte[] octets;

  Method(Repeat repeat) {
    this.repeat = repeat;
    this.octets = name().getBytes(StandardCharsets.US_ASCII);
  }

  /** The method that octets spell; methods are compared with case (RFC 9110 section 9.1). */
  static Method of(byte[] bytes, int from, int to) {
    return switch (to - from) {
      case 3 -> bytes[from] == 'G' ? GET.orOther(bytes, from) : PUT.orOther(bytes, from);
      case 4 -> bytes[from] == 'P' ? POST.orOther(bytes, from) : HEAD.orOther(bytes, from);
      case 5 -> bytes[from] == 'P' ? PATCH.orOther(bytes, from) : TRACE.orOther(bytes, from);
      case 6 -> DELETE.orOther(bytes, from);
      case 7 -> bytes[from] == 'O' ? OPTIONS.orOther(bytes, from) : CONNECT.orOther(bytes, from);
      default -> OTHER;
    };
  }

  private Method orOther(byte[] bytes, int from) {
    return Arrays.equals(bytes, from, from + octets.length, octets, 0, octets.length)
        ? this
        : OTHER;
  }
}
