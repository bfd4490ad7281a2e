package io.mizzen.spi;
import java.util.List;
public record Why(String word, Status status, String meaning) {
  public static final Why OK = new Why("ok", Status.OK, "The upstream answered.");
  public static final Why CLIENT_GONE =
      new Why(
          "client_gone", Status.CANCELLED, "The client went away before the answer was complete.");
  public static final Why DECODE_ERROR =
      new Why("decode_error", Status.BAD_REQUEST, "The request breaks the rules of its protocol.");
  public static final Why DENIED =
      new Why("denied", Status.DENIED, "A policy does not allow this request.");
  public static final Why TOO_LARGE =
      new Why("too_large", Status.TOO_LARGE, "The request is larger than a limit.");
  public static final Why LIMITED =
      new Why("limited", Status.LIMITED, "A limiter refused the request.");
  public static final Why BREAKER_OPEN =
      new Why("breaker_open", Status.OVERLOADED, "A circuit breaker is open.");
  public static final Why OVERLOAD =
      new Why("overload", Status.OVERLOADED, "This process or the upstream has too much to do.");
  public static final Why NO_ROUTE =
      new Why("no_route", Status.NOT_FOUND, "No route matches the request.");
  public static final Why NO_CLUSTER =
      new Why("no_cluster", Status.NOT_FOUND, "The route names a cluster that does not exist.");
  public static final Why NO_ENDPOINT =
      new Why("no_endpoint", Status.UNAVAILABLE, "The cluster has no usable endpoint.");
  public static final Why CONNECT_FAILED =
      new Why("connect_failed", Status.UNAVAILABLE, "No connection to the endpoint came about.");
  public static final Why POOL_FULL =
      new Why("pool_full", Status.OVERLOADED, "The queue for upstream connections is full.");
  public static final Why UPSTREAM_RESET =
      new Why(
          "upstream_reset", Status.BAD_UPSTREAM, "The upstream reset the stream or connection.");
  public static final Why UPSTREAM_CLOSED =
      new Why(
          "upstream_closed",
          Status.BAD_UPSTREAM,
          "The upstream closed before its answer was complete.");
  public static final Why UPSTREAM_ERROR =
      new Why(
          "upstream_error",
          Status.BAD_UPSTREAM,
          "The upstream answered with an error or with rubbish.");
  public static final Why TIMEOUT_TOTAL =
      new Why("timeout_total", Status.TIMEOUT, "The request took longer than its total time.");
  public static final Why TIMEOUT_TRY =
      new Why("timeout_try", Status.TIMEOUT, "The last try took longer than the time for one try.");
  public static final Why TIMEOUT_IDLE =
      new Why("timeout_idle", Status.TIMEOUT, "No byte moved for longer than the idle time.");
  public static final Why RETRY_BUDGET =
      new Why(
          "retry_budget", Status.UNAVAILABLE, "A retry was due, but the retry budget is spent.");
  public static final Why FAULT = new Why("fault", Status.UNAVAILABLE, "A fault was injected.");
  public static final Why DRAINED =
      new Why("drained", Status.UNAVAILABLE, "The process is draining and its time was up.");
  public static final Why TLS_FAILED =
      new Why("tls_failed", Status.BAD_REQUEST, "The TLS handshake failed.");
  public static final Why INTERNAL =
      new Why("internal", Status.INTERNAL, "A fault of this process; see its log.");
  public static final List<Why> KERNEL =
      List.of(
          OK,
          CLIENT_GONE,
          DECODE_ERROR,
          DENIED,
          TOO_LARGE,
          LIMITED,
          BREAKER_OPEN,
          OVERLOAD,
          NO_ROUTE,
          NO_CLUSTER,
          NO_ENDPOINT,
          CONNECT_FAILED,
          POOL_FULL,
          UPSTREAM_RESET,
          UPSTREAM_CLOSED,
          UPSTREAM_ERROR,
          TIMEOUT_TOTAL,
          TIMEOUT_TRY,
          TIMEOUT_IDLE,
          RETRY_BUDGET,
          FAULT,
          DRAINED,
          TLS_FAILED,
          INTERNAL);
  @Override
  public String toString() {
    return word;
  }
}
