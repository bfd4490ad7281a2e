package io.mizzen.xprotocol.convert;

/** A call that cannot be written, or an answer that cannot be read. */
public final class ConversionException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message for the caller, one sentence without a full stop
   */
  public ConversionException(String message) {
    super(message, null, false, false);
  }
}
