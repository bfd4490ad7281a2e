package io.mizzen.kernel.config;

/** How much a problem weighs. */
public enum Severity {
  /** The configuration is not used. */
  ERROR("error"),
  /** It is used; somebody should look at it. */
  WARNING("warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** The word in the text and JSON forms. */
  public String word() {
    return word;
  }
}
