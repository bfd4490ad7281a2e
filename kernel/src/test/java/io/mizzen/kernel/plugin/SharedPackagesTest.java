package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class SharedPackagesTest {
  @Test
  void listsExactlyTheNettyPackagesTheKernelHas() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar") && Files.exists(Path.of(entry))) {
        try (ZipFile jar = new ZipFile(entry)) {
          jar.stream()
              .map(file -> file.getName())
              .filter(name -> name.startsWith("io/netty/") && name.endsWith(".class"))
              .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
              .forEach(found::add);
        }
      }
    }
    assertEquals(found, new TreeSet<>(SharedPackages.NETTY));
  }

  @Test
  void coversNoNeighbourOfASharedPackage() {
    assertTrue(SharedPackages.covers("io.mizzen.spi.protocol.Codec"));
    assertTrue(SharedPackages.covers("io.netty.handler.codec.ByteToMessageDecoder"));
    assertFalse(SharedPackages.covers("io.netty.handler.codec.http.HttpRequest"));
    assertFalse(SharedPackages.covers("io.netty.resolver.dns.DnsNameResolver"));
    assertFalse(SharedPackages.covers("io.mizzen.kernel.plugin.PluginSet"));
    assertFalse(SharedPackages.covers("org.slf4jx.Logger"));
  }

  @Test
  void showsResourcesOfSharedPackagesOnly() throws IOException {
    SharedPackages shared = new SharedPackages(getClass().getClassLoader());
    String own = getClass().getName().replace('.', '/') + ".class";
    assertFalse(shared.getResources(own).hasMoreElements());
    assertTrue(shared.getResources("io/netty/buffer/ByteBuf.class").hasMoreElements());
    assertFalse(
        shared
            .getResources("META-INF/services/org.junit.platform.engine.TestEngine")
            .hasMoreElements());
  }
}
