package com.acme.older;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** What stands under {@code config:}. */
@Doc("Puts a field into every answer.")
public record OlderStampConfig(
    @Default("x-older-stamp") @Doc("The name of the field.") String field,
    @Default("passed") @Doc("Its value.") String value) {
  public OlderStampConfig {
    if (field.isBlank()) {
      throw new IllegalArgumentException("field must not be empty");
    }
  }
}
