package io.mizzen.filter.transcoder;

/** A text that is no JSON, or a value that cannot become JSON; the message is for the caller. */
final class JsonException extends Exception {
  private static final long serialVersionUID = 1;

  JsonException(String message) {
    super(message, null, false, false);
  }
}
