package io.mizzen.filter.transcoder;

import io.mizzen.filter.transcoder.TranscoderConfig.RouteRule;
import io.mizzen.spi.Host;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.xprotocol.MadeRequests;
import io.mizzen.xprotocol.XprotocolPlugin;
import io.mizzen.xprotocol.convert.Call;
import io.mizzen.xprotocol.convert.Conversion;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of the requests of one route. Immutable. */
final class Rule {
  private static final String VERSION = "x-service-version";
  private static final String GROUP = "x-service-group";

  private final RouteRule config;
  private final Conversion conversion;
  private final MadeRequests requests;
  private final Map<String, List<String>> types = new HashMap<>();
  private final Map<String, Counter> results = new HashMap<>();
  private final Counter failed;
  private final Classes classes;
  private final int maxDepth;

  Rule(RouteRule config, int maxDepth, Conversion conversion, Host host) {
    this.config = config;
    this.maxDepth = maxDepth;
    this.classes = new Classes(config.classes());
    this.conversion = conversion;
    this.requests = new MadeRequests(conversion.format(), host);
    for (Why word :
        List.of(
            Why.OK,
            XprotocolPlugin.SERVICE_ERROR,
            TranscoderPlugin.BAD_CALL,
            TranscoderPlugin.NO_METHOD)) {
      results.put(word.word(), counter(host, word.word()));
    }
    this.failed = counter(host, "failed");
    config
        .methods()
        .forEach((method, words) -> types.put(method, words.stream().map(CallBody::full).toList()));
  }

  private Counter counter(Host host, String result) {
    return host.metrics().counter(TranscoderPlugin.CALLS.name(), config.protocol(), result);
  }

  /** A call has ended. */
  void count(Why why, Worker worker) {
    results.getOrDefault(why.word(), failed).cell(worker).increment();
  }

  String protocol() {
    return config.protocol();
  }

  Conversion conversion() {
    return conversion;
  }

  MadeRequests requests() {
    return requests;
  }

  @Nullable Target target(RequestHead head) {
    return Target.of(head.operation(), config.prefix(), config.service());
  }

  /** The call a request makes. */
  Call call(Target target, RequestHead head, ByteBuf body) throws JsonException {
    CallBody read = CallBody.read(body, types.get(target.method()), classes, maxDepth);
    Map<String, String> attachments = new LinkedHashMap<>();
    for (String name : config.attachments()) {
      CharSequence value = head.get(name);
      if (value != null) {
        attachments.put(name, value.toString());
      }
    }
    return new Call(
        target.service(),
        target.method(),
        given(config.version(), head, VERSION),
        given(config.group(), head, GROUP),
        read.types(),
        read.arguments(),
        attachments);
  }

  private static String given(@Nullable String configured, RequestHead head, String field) {
    if (configured != null) {
      return configured;
    }
    CharSequence value = head.get(field);
    return value == null ? "" : value.toString();
  }
}
