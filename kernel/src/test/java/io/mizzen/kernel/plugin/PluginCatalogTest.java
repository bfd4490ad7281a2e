package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.kernel.config.model.AutoProtocolConfig;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginCatalogTest extends PluginFolderFixture {
  private static final String ROUTER =
      """
      package r;
      import io.mizzen.spi.Host;
      import io.mizzen.spi.route.*;
      import java.util.List;
      public class ARouter implements RouterFactory<ARouter.Own, ARouter.Spec> {
        public record Own() {}
        public record Spec(String match) {}
        public String type() { return "aRouter"; }
        public String summary() { return "Routes."; }
        public Class<Own> configType() { return Own.class; }
        public Class<Spec> routeType() { return Spec.class; }
        public Router create(
            Own c, List<RouteEntry<Spec>> routes, RouteProblems problems, Host host) { return null; }
      }
      """;

  @Test
  void tellsRecordsWordsAndWhoProvidesThem() throws IOException {
    jars.filter("filter-a", "aFilter").version("1.4.2").jarIn(folder);
    PluginCatalog catalog = new PluginCatalog(load());
    assertEquals("Config", catalog.configType("filter", "aFilter").getSimpleName());
    assertEquals(List.of("aFilter"), List.copyOf(catalog.types("filter")));
    assertEquals("filter-a 1.4.2", catalog.providedBy("filter", "aFilter"));
    assertEquals("Tests aFilter.", catalog.doc("filter", "aFilter"));
    assertNull(catalog.configType("filter", "bFilter"));
    assertNull(catalog.configType("router", "aFilter"));
  }

  @Test
  void aRouterHasTwoRecords() throws IOException {
    jars.plugin("router-a")
        .source("r.ARouter", ROUTER)
        .registers("registrar.add(io.mizzen.spi.ExtensionPoints.ROUTERS, new r.ARouter());")
        .jarIn(folder);
    PluginSet set = load();
    assertFine(set);
    PluginCatalog catalog = new PluginCatalog(set);
    assertEquals("Own", catalog.configType("router", "aRouter").getSimpleName());
    assertEquals("Spec", catalog.configType("router.route", "aRouter").getSimpleName());
    assertEquals("router-a 1.0.0", catalog.providedBy("router.route", "aRouter"));
  }

  @Test
  void autoIsAProtocolOfListenersOnly() {
    PluginCatalog catalog = new PluginCatalog(load());
    assertEquals(AutoProtocolConfig.class, catalog.configType("protocol", "auto"));
    assertNull(catalog.configType("protocol.client", "auto"));
    assertEquals(List.of("auto"), List.copyOf(catalog.types("protocol")));
    assertEquals(List.of(), List.copyOf(catalog.types("protocol.client")));
  }

  @Test
  void knowsPluginsThatAreNotInstalled() {
    PluginCatalog catalog = new PluginCatalog(load());
    assertEquals("protocol-bolt", catalog.knownElsewhere("protocol", "bolt"));
    assertEquals("protocol-bolt", catalog.knownElsewhere("protocol.client", "bolt"));
    assertNull(catalog.knownElsewhere("protocol", "nonsense"));
  }
}
