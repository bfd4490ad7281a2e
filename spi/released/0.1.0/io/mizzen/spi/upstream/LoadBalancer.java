package io.mizzen.spi.upstream;
import io.mizzen.spi.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;
public interface LoadBalancer {
  @Nullable Endpoint pick(PickContext context);
  interface Builder {
    LoadBalancer over(List<Endpoint> endpoints, Worker worker);
  }
}
