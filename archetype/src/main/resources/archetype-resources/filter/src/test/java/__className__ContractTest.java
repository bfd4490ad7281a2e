package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Why;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FactoryContract;
import io.mizzen.testkit.FakeRequest;
import io.mizzen.testkit.FakeResponse;
import io.mizzen.testkit.FakeStream;
import io.mizzen.testkit.FakeWorker;
import io.mizzen.testkit.StreamFilterContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every filter of Mizzen keeps, and what this one does. */
final class ${className}ContractTest {
  private static StreamFilter newFilter() {
    return new ${className}Filter(ConfigRecords.with(${className}Config.class, Map.of("value", "passed")));
  }

  @Nested
  final class Filter extends StreamFilterContract {
    @Override
    protected StreamFilter filter() {
      return newFilter();
    }
  }

  @Nested
  final class Factory extends FactoryContract {
    @Override
    protected MizzenPlugin plugin() {
      return new ${className}Plugin();
    }

    @Override
    protected List<Refusal> refusals() {
      return List.of(new Refusal(${className}Config.class, "field", " "));
    }
  }

  @Test
  void answersHaveTheField() {
    FakeRequest request = new FakeRequest("shop.example", "/", "GET");
    FakeResponse response = new FakeResponse(200, Why.OK);
    newFilter().onResponse(response, new FakeStream(1, new FakeWorker(), request));
    assertEquals("passed", String.valueOf(response.get("x-${artifactId}")));
  }
}
