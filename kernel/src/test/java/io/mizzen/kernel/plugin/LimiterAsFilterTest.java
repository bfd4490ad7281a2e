package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Why;
import io.mizzen.spi.limit.Limiter;
import io.mizzen.spi.limit.LimiterFactory;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.stream.FilterStatus;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limiters stand among the filters of a chain. */
final class LimiterAsFilterTest {
  @TempDir Path temp;

  /** Refuses what is not wanted; tells what ended. */
  static final class Gate implements LimiterFactory<Gate.Config>, Limiter, AutoCloseable {
    record Config() {}

    private final List<String> ended = new ArrayList<>();
    private boolean open = true;

    @Override
    public String type() {
      return "gate";
    }

    @Override
    public String summary() {
      return "A gate.";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public Limiter create(Config config, Host host) {
      return this;
    }

    @Override
    public Permit tryAcquire(RequestHead head, Route route, StreamContext stream) {
      return open ? outcome -> ended.add(outcome.why().word()) : null;
    }

    @Override
    public void close() {
      ended.add("closed");
    }
  }

  private PluginSet with(Gate gate) {
    return PluginLoading.load(
        new PluginSettings(List.of(), Set.of(), List.of(temp)),
        List.of(registrar -> registrar.add(ExtensionPoints.LIMITERS, gate)));
  }

  /** As much of a stream as the filter uses: its state, and that it is answered. */
  private static final class Stream implements InvocationHandler {
    private final StreamContext context =
        (StreamContext)
            Proxy.newProxyInstance(
                Stream.class.getClassLoader(), new Class<?>[] {StreamContext.class}, this);
    private @Nullable Object state;
    private @Nullable LocalReply reply;

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
      if (method.getName().equals("reply") && arguments != null) {
        reply = (LocalReply) arguments[0];
        return FilterStatus.PAUSE;
      }
      if (method.getName().equals("state") && arguments != null) {
        state = arguments[0];
        return null;
      }
      return state;
    }
  }

  private static Outcome outcome(Why why) {
    return (Outcome)
        Proxy.newProxyInstance(
            Outcome.class.getClassLoader(),
            new Class<?>[] {Outcome.class},
            (self, method, arguments) -> method.getName().equals("why") ? why : null);
  }

  @Test
  void aLimiterIsFoundAmongTheFilters() {
    PluginSet set = with(new Gate());
    assertTrue(!set.problems().hasErrors(), set.problems().print());
    assertNotNull(set.find(ExtensionPoints.LIMITERS, "gate"));
    assertNotNull(set.find(ExtensionPoints.STREAM_FILTERS, "gate"));
  }

  @Test
  void itsTypeMustNotBeThatOfAFilter() {
    PluginSettings nothing = new PluginSettings(List.of(), Set.of(), List.of(temp));
    MizzenPlugin both =
        registrar -> {
          registrar.add(ExtensionPoints.STREAM_FILTERS, new KernelFilter("gate"));
          registrar.add(ExtensionPoints.LIMITERS, new Gate());
        };
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> PluginLoading.load(nothing, List.of(both)));
    assertTrue(String.valueOf(refusal.getMessage()).startsWith("MZ3007: filter 'gate'"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void aRefusedStreamIsAnsweredAndOneThatPassesGivesItsPermitBack() throws Exception {
    Gate gate = new Gate();
    Registration<?> registration = with(gate).find(ExtensionPoints.STREAM_FILTERS, "gate");
    LimiterAsFilter<Gate.Config> factory = (LimiterAsFilter<Gate.Config>) registration.factory();
    StreamFilter filter = factory.create(new Gate.Config(), any(Host.class));
    RequestHead head = any(RequestHead.class);
    Route route = any(Route.class);
    Stream passes = new Stream();
    assertEquals(FilterStatus.CONTINUE, filter.onRoute(head, route, passes.context));
    gate.open = false;
    Stream refused = new Stream();
    assertEquals(FilterStatus.PAUSE, filter.onRoute(head, route, refused.context));
    assertEquals(LocalReply.of(Why.LIMITED), refused.reply);
    filter.onEnd(outcome(Why.LIMITED), refused.context);
    assertEquals(List.of(), gate.ended, "there was no permit");
    filter.onEnd(outcome(Why.CLIENT_GONE), passes.context);
    ((AutoCloseable) filter).close();
    assertEquals(List.of("client_gone", "closed"), gate.ended);
  }

  /** One that is not asked anything. */
  private static <T> T any(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> null));
  }
}
