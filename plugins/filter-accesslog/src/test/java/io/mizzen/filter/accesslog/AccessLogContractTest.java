package io.mizzen.filter.accesslog;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class AccessLogContractTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new AccessLogPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(AccessLogConfig.class, "target", " "),
        new Refusal(AccessLogConfig.class, "fields", List.of("time", "tim")),
        new Refusal(AccessLogConfig.class, "fields", List.of("why", "why")),
        new Refusal(AccessLogConfig.class, "fields", List.of("request.")),
        new Refusal(AccessLogConfig.class, "template", "%{why} %{whoops}"),
        new Refusal(AccessLogConfig.class, "template", "100% %{why}"),
        new Refusal(AccessLogConfig.class, "template", "%{why"),
        new Refusal(AccessLogConfig.class, "template", "%{why}\n"),
        new Refusal(AccessLogConfig.class, "only", List.of("Not A Word")),
        new Refusal(AccessLogConfig.class, "buffer", new ByteSize(100)),
        new Refusal(AccessLogConfig.class, "keep", 0));
  }
}
