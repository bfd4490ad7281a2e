package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.AddressText;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.proxy.ProxyEvents;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.telemetry.log.LoggerView;
import io.mizzen.kernel.telemetry.log.ServerLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What goes on now and what went wrong last, as trees. */
final class TrafficViews {
  private final ProcessControl control;
  private final StreamProxy proxy;

  TrafficViews(ProcessControl control, StreamProxy proxy) {
    this.control = control;
    this.proxy = proxy;
  }

  Object connections(Map<String, String> query) {
    String listener = query.get("listener");
    List<Object> list = new ArrayList<>();
    for (LiveListener live : control.runtime().allListeners()) {
      if (listener == null || listener.equals(live.listener().name())) {
        for (DownstreamLink connection : live.listener().connections()) {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("id", connection.id());
          one.put("listener", connection.listener());
          one.put("remote", AddressText.of(connection.remote()));
          one.put("protocol", connection.protocol());
          one.put("worker", connection.worker().index());
          one.put("openedAt", Instant.ofEpochMilli(connection.openedAtMillis()).toString());
          one.put("bytesIn", connection.link().bytesIn());
          one.put("bytesOut", connection.link().bytesOut());
          list.add(one);
        }
      }
    }
    return list;
  }

  Object streams(Map<String, String> query) {
    String slow = query.get("slow");
    Duration older = slow == null ? Duration.ZERO : Durations.parse(slow);
    return proxy.streams(older).orTimeout(2, TimeUnit.SECONDS).join();
  }

  Object errors() {
    List<Object> list = new ArrayList<>();
    for (ProxyEvents.DecodeError error : proxy.events().lastErrors()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("at", error.at().toString());
      one.put("listener", error.listener());
      one.put("protocol", error.protocol());
      one.put("peer", error.peer());
      one.put("rule", error.rule());
      one.put("bytes", error.bytes());
      list.add(one);
    }
    return list;
  }

  static Object loggers() {
    List<Object> list = new ArrayList<>();
    for (LoggerView logger : ServerLog.process().levels()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("logger", logger.logger());
      one.put("level", logger.level().name().toLowerCase(Locale.ROOT));
      one.put("origin", logger.origin().name().toLowerCase(Locale.ROOT));
      one.put("revertsAt", logger.revertsAt() == null ? null : logger.revertsAt().toString());
      list.add(one);
    }
    return list;
  }
}
