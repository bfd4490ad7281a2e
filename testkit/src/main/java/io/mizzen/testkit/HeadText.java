package io.mizzen.testkit;

import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A head as text, taken while it is valid, so that two of them can be compared. */
final class HeadText {
  private HeadText() {}

  /** All that can be asked of a head. */
  static String of(MessageHead head) {
    return of(head, Set.of());
  }

  /** The same without some fields, named in lower case. */
  static String of(MessageHead head, Set<String> without) {
    StringBuilder text = new StringBuilder(head.protocol());
    if (head instanceof RequestHead request) {
      text.append(" service=").append(request.service());
      text.append(" operation=").append(request.operation());
      text.append(" verb=").append(request.verb());
      text.append(" exchange=").append(request.exchange());
      text.append(" timeout=").append(request.timeoutMillis());
      text.append(" repeat=").append(request.repeat());
    }
    if (head instanceof ResponseHead response) {
      text.append(" code=").append(response.code());
      text.append(" why=").append(response.why());
      text.append(" kind=").append(response.kind());
    }
    text.append(" body=").append(head.bodyLength());
    for (String field : fields(head)) {
      if (!without.contains(field.substring(0, field.indexOf(": ")).toLowerCase(Locale.ROOT))) {
        text.append('\n').append(field);
      }
    }
    return text.toString();
  }

  /** The fields as {@code name: value}, in order. */
  static List<String> fields(Fields fields) {
    List<String> result = new ArrayList<>();
    fields.forEach((name, value) -> result.add(name + ": " + value));
    return result;
  }
}
