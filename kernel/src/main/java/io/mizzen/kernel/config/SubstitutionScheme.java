package io.mizzen.kernel.config;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What stands before the colon in <code>${scheme:argument}</code>: where a value comes from. */
public interface SubstitutionScheme {
  /** The word before the colon. */
  String name();

  /** Whether what it yields must never be shown. */
  boolean secret();

  /**
   * Looks a value up, on the thread that loads the configuration.
   *
   * @param argument what stands after the colon, without a default
   * @return the value, or null when it is not set
   * @throws IOException with a message for users when it cannot be read
   */
  @Nullable String lookUp(String argument) throws IOException;
}
