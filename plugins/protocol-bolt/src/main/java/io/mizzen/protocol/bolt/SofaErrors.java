package io.mizzen.protocol.bolt;

import io.mizzen.xprotocol.convert.Result.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What SOFARPC says when it did not call a method: a text that begins with a number of its own. */
final class SofaErrors {
  /** Of the service, and of the method with these parameter types. */
  private static final String NO_SERVICE = "RPC-020100010";

  private static final String NO_METHOD = "RPC-020100011";

  /** The caller's time was over when the request was taken up, or when it was answered. */
  private static final String LATE_REQUEST = "RPC-020100014";

  private static final String LATE_ANSWER = "RPC-020100015";

  /** The server is not started, or is being stopped. */
  private static final String NOT_STARTED = "RPC-019990009";

  private static final String SERVER = "[Server]OriginErrorMsg: ";

  private SofaErrors() {}

  static Reason reason(String text) {
    if (text.startsWith(NO_SERVICE) || text.startsWith(NO_METHOD)) {
      return Reason.NOT_FOUND;
    }
    if (text.startsWith(LATE_REQUEST) || text.startsWith(LATE_ANSWER)) {
      return Reason.TIMEOUT;
    }
    return text.startsWith(NOT_STARTED) ? Reason.OVERLOADED : Reason.OTHER;
  }

  static Reason reason(@Nullable BoltStatus status, String text) {
    if (status == null) {
      return Reason.OTHER;
    }
    return switch (status) {
      case SERVER_THREADPOOL_BUSY -> Reason.OVERLOADED;
      case TIMEOUT -> Reason.TIMEOUT;
      case NO_PROCESSOR -> Reason.NOT_FOUND;
      case SERVER_DESERIAL_EXCEPTION -> Reason.BAD_ARGUMENTS;
      default -> reason(text);
    };
  }

  static String word(@Nullable BoltStatus status, int code) {
    return status == null
        ? String.valueOf(code)
        : status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What is for callers: one line, without the classes and numbers that SOFABolt puts around. */
  static String message(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end).stripTrailing();
    if (line.startsWith(SERVER)) {
      int behind = line.indexOf(", traceId=");
      line = line.substring(SERVER.length(), behind < 0 ? line.length() : behind);
      int colon = line.indexOf("Exception: ");
      line = colon < 0 ? line : line.substring(colon + "Exception: ".length());
    }
    return line;
  }
}
