package ${package};

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ClientCodecContract;
import io.mizzen.testkit.FactoryContract;
import io.mizzen.testkit.FrameFuzz;
import io.mizzen.testkit.ProtocolContract;
import io.mizzen.testkit.ServerCodecContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** What every protocol of Mizzen keeps. */
final class ${className}ContractTest {
  @Nested
  final class Whole extends ProtocolContract {
    Whole() {
      super(new ${className}Subject());
    }
  }

  @Nested
  final class Server extends ServerCodecContract {
    Server() {
      super(new ${className}Subject());
    }
  }

  @Nested
  final class Client extends ClientCodecContract {
    Client() {
      super(new ${className}Subject());
    }
  }

  @Nested
  final class Fuzz extends FrameFuzz {
    Fuzz() {
      super(new ${className}Subject());
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
      return List.of(new Refusal(${className}Config.class, "maxFrame", new ByteSize(1)));
    }
  }
}
