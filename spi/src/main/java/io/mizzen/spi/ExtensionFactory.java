package io.mizzen.spi;

/**
 * What all factories have in common: the word users write and what catalogues show.
 *
 * <p>A factory is created when its plugin registers and lives as long as the process. It holds no
 * state and may be called from the configuration thread at any time.
 */
public interface ExtensionFactory {
  /** The word users write as {@code type:}; camelCase, unique within its kind. */
  String type();

  /** One sentence for users. */
  String summary();

  /** What users may expect of it. */
  default Stability stability() {
    return Stability.BETA;
  }

  /** What a stability word promises to users. */
  enum Stability {
    /** Under construction: may change or vanish with any version. */
    DEVELOPMENT,
    /** Complete, little used. */
    ALPHA,
    /** In use; its configuration changes only with notice. */
    BETA,
    /** Its configuration stays compatible within a major version. */
    STABLE,
    /** Will be removed; the summary names the replacement. */
    DEPRECATED
  }
}
