package io.mizzen.cli;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Verbs that build rather than run. They are found by {@link java.util.ServiceLoader} in {@code
 * share/tools} of the distribution, which is on no class path of a proxy.
 */
public interface VerbSource {
  /**
   * The verbs by name; an inner one has the name of its verb before it: {@code plugin new}. The
   * supplier makes the object picocli works with.
   */
  Map<String, Supplier<Verb>> verbs();
}
