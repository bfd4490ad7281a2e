package io.mizzen.kernel.plugin;

import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * The class loader of one plugin. A class of a shared package comes from the kernel; any other is
 * looked for in the plugin's jar and libraries, then in the base plugins it names, then in the JDK.
 */
final class PluginWall extends PluginClassLoader {
  PluginWall(PluginManager manager, PluginDescriptor descriptor, SharedPackages shared) {
    super(manager, descriptor, shared);
  }

  /** PF4J's own classes are not shared: a plugin knows nothing of PF4J. */
  @Override
  protected boolean shouldDelegateToParent(String className) {
    return SharedPackages.covers(className);
  }

  @Override
  public String toString() {
    return "PluginWall[" + getURLs()[0] + "]";
  }
}
