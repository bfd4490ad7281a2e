package io.mizzen.spi;

/**
 * The one class a plugin jar names in {@code META-INF/services/io.mizzen.spi.MizzenPlugin}.
 *
 * <p>It has a public constructor without parameters and does no work in it.
 */
public interface MizzenPlugin {
  /**
   * Adds everything this plugin offers. Called once, on the start-up thread, and once more by the
   * build to write the plugin's description: it only registers, opens nothing and starts nothing.
   *
   * @param registrar takes the factories; valid during this call only
   */
  void register(ExtensionRegistrar registrar);
}
