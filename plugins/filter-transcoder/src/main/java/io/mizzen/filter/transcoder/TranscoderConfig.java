package io.mizzen.filter.transcoder;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filter's configuration. */
@Doc("Turns HTTP requests with JSON into calls of RPC services, and their answers into JSON.")
public record TranscoderConfig(
    @Doc("What becomes of requests, by the name of their route; all others pass untouched.")
        Map<String, RouteRule> routes,
    @Default("drop")
        @Doc("Whether the classes that providers name stay in the answer, as 'class' of an object.")
        ClassNames classNames,
    @Default("json") @Doc("What a request with a body has to say of it in its field content-type.")
        ContentType contentType,
    @Default("8MiB") @Doc("Longer answers in JSON are refused with bad_answer.") ByteSize maxAnswer,
    @Default("64") @Doc("Levels of nesting in requests and answers, 1 to 64.") int maxDepth) {
  /** Deeper ones would exhaust the stack, here or at the other end. */
  private static final int DEEPEST = 64;

  public TranscoderConfig {
    if (routes.isEmpty()) {
      throw new IllegalArgumentException(
          "routes: name at least one route, or leave the filter out");
    }
    if (maxDepth < 1 || maxDepth > DEEPEST) {
      throw new IllegalArgumentException("maxDepth must be 1 to " + DEEPEST + ", got " + maxDepth);
    }
  }

  /** What requests have to say of their bodies. */
  public enum ContentType {
    @Doc("application/json or application/...+json in UTF-8; browsers send neither unasked.")
    JSON,
    @Doc("Anything, or nothing.")
    ANY
  }

  /** What becomes of the names of classes in answers. */
  public enum ClassNames {
    DROP,
    KEEP
  }

  /** What becomes of the requests of one route. */
  @Doc("How requests of one route are turned into calls.")
  public record RouteRule(
      @Doc("The protocol of the route's clusters; its plugin has to offer a conversion.")
          String protocol,
      @Default("/") @Doc("What the path begins with, before the service.") String prefix,
      @Nullable
          @Doc(
              "The service that is called; the path then names the method only. Absent: the path"
                  + " names both.")
          String service,
      @Nullable @Doc("The version of the service. Absent: what the header x-service-version says.")
          String version,
      @Nullable @Doc("The group of the service. Absent: what the header x-service-group says.")
          String group,
      @Doc("Headers that travel on as attachments of the call, if the request has them.")
          List<String> attachments,
      @Doc("The parameter types of methods, so that callers send the arguments only.")
          Map<String, List<String>> methods,
      @Doc(
              "Classes that callers may name, as parameter types and in objects, besides those of"
                  + " plain values; 'org.example.' stands for all whose names begin so.")
          List<String> classes) {
    public RouteRule {
      if (!prefix.startsWith("/")) {
        throw new IllegalArgumentException("prefix must begin with '/', got '" + prefix + "'");
      }
      if (service != null && !Target.isName(service)) {
        throw new IllegalArgumentException("service is no name: '" + service + "'");
      }
      for (String name : classes) {
        if (!Target.isName(name) || name.startsWith(".")) {
          throw new IllegalArgumentException("classes: '" + name + "' is no name");
        }
      }
    }
  }
}
