package ${package};

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

/** What every plugin of Mizzen keeps. */
final class ${className}ContractTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new ${className}Plugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of();
  }
}
