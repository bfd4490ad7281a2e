package io.mizzen.kernel.operate;

import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.upstream.TcpCheck;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** What the kernel itself registers, by the same way as any plugin. */
public final class KernelPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.HEALTH_CHECKS, new TcpCheck());
    KernelMetrics.ALL.forEach(registrar::metric);
  }
}
