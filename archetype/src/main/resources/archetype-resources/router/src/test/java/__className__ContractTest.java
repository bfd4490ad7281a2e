package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.testkit.FactoryContract;
import io.mizzen.testkit.FakeRequest;
import io.mizzen.testkit.FakeStream;
import io.mizzen.testkit.FakeWorker;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every plugin of Mizzen keeps, and what this router does. */
final class ${className}ContractTest {
  @Nested
  final class Factory extends FactoryContract {
    @Override
    protected MizzenPlugin plugin() {
      return new ${className}Plugin();
    }

    @Override
    protected List<Refusal> refusals() {
      return List.of();
    }
  }

  private record Named(String name, int index) implements Route {
    @Override
    public String table() {
      return "test";
    }

    @Override
    public String place() {
      return "test:1:1";
    }

    @Override
    public Target target() {
      return Target.CLUSTER;
    }
  }

  private static String routeOf(String operation) {
    ${className}Router router =
        new ${className}Router(
            List.of(
                new RouteEntry<>(new Named("orders", 0), new ${className}RouteConfig("/orders")),
                new RouteEntry<>(new Named("api", 1), new ${className}RouteConfig("/api"))));
    FakeRequest request = new FakeRequest("shop.example", operation, "GET");
    Route route = router.match(request, new FakeStream(1, new FakeWorker(), request));
    return route == null ? null : route.name();
  }

  @Test
  void theFirstThatBeginsSoTakesIt() {
    assertEquals("orders", routeOf("/orders/7"));
    assertEquals("api", routeOf("/api"));
    assertNull(routeOf("/ord"));
  }
}
