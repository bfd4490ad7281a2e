package io.mizzen.kernel.telemetry;

import static io.mizzen.spi.telemetry.MetricSpec.counter;
import static io.mizzen.spi.telemetry.MetricSpec.gauge;
import static io.mizzen.spi.telemetry.MetricSpec.histogram;

import io.mizzen.spi.telemetry.MetricSpec;
import java.util.List;

/**
 * The kernel's own metrics. Names are stable: dashboards and alerts stand on them. The values of
 * {@code result} and {@code why} are the words of {@link io.mizzen.spi.Why}, unless the help says
 * otherwise.
 */
public final class KernelMetrics {
  // Listeners and downstream connections.
  public static final MetricSpec LISTENER_CONNECTIONS =
      gauge("mizzen_listener_connections", "Open downstream connections.", "listener");
  public static final MetricSpec LISTENER_ACCEPTED =
      counter("mizzen_listener_accepted_total", "Downstream connections accepted.", "listener");
  public static final MetricSpec LISTENER_MOVED =
      counter(
          "mizzen_listener_moved_total",
          "Downstream connections that a hot restart moved: in from the process before, out to the"
              + " one after, or refused and left where they were.",
          "listener",
          "direction");
  public static final MetricSpec LISTENER_CLOSED =
      counter(
          "mizzen_listener_closed_total",
          "Downstream connections that ended, by why; ok is an end in order with nothing open.",
          "listener",
          "why");
  public static final MetricSpec LISTENER_REFUSED =
      counter(
          "mizzen_listener_refused_total",
          "Downstream connections closed at once: limit (too many), no_chain (no filter chain"
              + " matches), drain (the process is leaving), sniff (first bytes not understood).",
          "listener",
          "reason");
  public static final MetricSpec LISTENER_ACCEPT_FAILED =
      counter(
          "mizzen_listener_accept_failed_total",
          "Times accepting failed, for example because no file descriptor was left.",
          "listener");
  public static final MetricSpec SNIFF =
      counter(
          "mizzen_sniff_total",
          "What the first bytes of downstream connections turned out to be: a protocol's type,"
              + " tls, plaintext, timeout, unknown.",
          "listener",
          "result");

  // Streams and filters.
  public static final MetricSpec STREAM =
      counter(
          "mizzen_stream_total",
          "Streams that ended, by the word that says how.",
          "listener",
          "protocol",
          "result");
  public static final MetricSpec STREAM_SECONDS =
      histogram(
          "mizzen_stream_seconds",
          "From the request's head to the end of the stream.",
          "listener",
          "protocol");
  public static final MetricSpec DECODE_ERROR =
      counter(
          "mizzen_decode_error_total",
          "Messages that break the rules of their protocol, by who sent them (downstream,"
              + " upstream).",
          "protocol",
          "side");
  public static final MetricSpec FILTER_SECONDS =
      histogram(
          "mizzen_filter_seconds",
          "Time a filter used on the worker for one stream, all phases together, waiting not"
              + " included.",
          "filter");

  // Upstream.
  public static final MetricSpec UPSTREAM_ATTEMPT =
      counter(
          "mizzen_upstream_attempt_total",
          "Tries to get an answer from an endpoint, by how they went.",
          "cluster",
          "result");
  public static final MetricSpec RETRY =
      counter("mizzen_retry_total", "Tries beyond the first.", "cluster");
  public static final MetricSpec RETRY_BUDGET_EXHAUSTED =
      counter(
          "mizzen_retry_budget_exhausted_total",
          "Retries that were due but not made, because the budget was spent.",
          "cluster");
  public static final MetricSpec UPSTREAM_CONNECTIONS =
      gauge("mizzen_upstream_connections", "Open upstream connections.", "cluster");
  public static final MetricSpec UPSTREAM_CONNECT =
      counter(
          "mizzen_upstream_connect_total",
          "Attempts to connect to an endpoint: ok, connect_failed, timeout_try, tls_failed.",
          "cluster",
          "result");
  public static final MetricSpec POOL_PENDING =
      gauge("mizzen_pool_pending", "Streams waiting for an upstream connection.", "cluster");
  public static final MetricSpec POOL_REFUSED =
      counter(
          "mizzen_pool_refused_total",
          "Streams refused because the queue for upstream connections was full.",
          "cluster");
  public static final MetricSpec ENDPOINT_STATE =
      gauge(
          "mizzen_endpoint_state",
          "Whether an endpoint takes requests: 0 shut, 1 probing, 2 open.",
          "cluster",
          "endpoint");
  public static final MetricSpec CLUSTER_USABLE =
      gauge("mizzen_cluster_usable_endpoints", "Endpoints that may be picked.", "cluster");
  public static final MetricSpec HEALTH_CHECK =
      counter("mizzen_health_check_total", "Health checks, ok or failed.", "cluster", "result");
  public static final MetricSpec DISCOVERY_UPDATE =
      counter(
          "mizzen_discovery_update_total",
          "Endpoint sets from discovery: applied, unchanged, failed.",
          "cluster",
          "result");

  // Buffers and back-pressure.
  public static final MetricSpec PAUSE =
      counter(
          "mizzen_pause_total",
          "Times a side (downstream, upstream) was not read further, because the other did not"
              + " take the bytes.",
          "side");

  // Configuration, plugins, build.
  public static final MetricSpec CONFIG_INFO =
      gauge("mizzen_config_info", "1 for the configuration in use.", "version");
  public static final MetricSpec CONFIG_RELOAD =
      counter("mizzen_config_reload_total", "Reloads: applied, unchanged, refused.", "result");
  public static final MetricSpec CONFIG_LAST_SUCCESS =
      gauge(
          "mizzen_config_last_success_timestamp_seconds",
          "When the configuration in use was applied, in seconds since 1970.");
  public static final MetricSpec PLUGIN_INFO =
      gauge("mizzen_plugin_info", "1 for each plugin.", "plugin", "version", "spi");
  public static final MetricSpec BUILD_INFO =
      gauge("mizzen_build_info", "1 for the running build.", "version", "distribution");

  // Hot restart.
  public static final MetricSpec RESTART =
      counter(
          "mizzen_restart_total",
          "Processes that wanted to succeed this one: ok (it took over), refused, failed (it gave up"
              + " or died before that).",
          "result");
  public static final MetricSpec RESTART_SECONDS =
      histogram(
          "mizzen_restart_seconds",
          "From a successor's first word to the moment it accepts connections.");
  public static final MetricSpec RESTART_REMAINS =
      gauge(
          "mizzen_restart_remains",
          "What is left in the process before this one: connections, requests.",
          "what");
  public static final MetricSpec RESTART_STATE_DROPPED =
      counter(
          "mizzen_restart_state_dropped_total",
          "Counts and notes of the process before this one that mean nothing here, since it was"
              + " another version or configured otherwise.",
          "component");

  // The process itself.
  public static final MetricSpec INTERNAL_ERROR =
      counter(
          "mizzen_internal_error_total",
          "Faults of this process that were contained; the log has each one.");
  public static final MetricSpec LOG_LOST =
      counter(
          "mizzen_log_lost_total",
          "Lines of the server log that were dropped because its queue was full.");
  public static final MetricSpec LOG_REPEATED =
      counter(
          "mizzen_log_repeated_total",
          "Messages that were counted instead of logged again within a second.");
  public static final MetricSpec METRIC_LABELS_FOLDED =
      counter(
          "mizzen_metric_labels_folded_total",
          "Times a new value of a label was counted as 'other', because there are too many; raise"
              + " the cap if they are needed.",
          "label");

  /** All of them, in the order of the documentation. */
  public static final List<MetricSpec> ALL =
      List.of(
          LISTENER_CONNECTIONS,
          LISTENER_ACCEPTED,
          LISTENER_MOVED,
          LISTENER_CLOSED,
          LISTENER_REFUSED,
          LISTENER_ACCEPT_FAILED,
          SNIFF,
          STREAM,
          STREAM_SECONDS,
          DECODE_ERROR,
          FILTER_SECONDS,
          UPSTREAM_ATTEMPT,
          RETRY,
          RETRY_BUDGET_EXHAUSTED,
          UPSTREAM_CONNECTIONS,
          UPSTREAM_CONNECT,
          POOL_PENDING,
          POOL_REFUSED,
          ENDPOINT_STATE,
          CLUSTER_USABLE,
          HEALTH_CHECK,
          DISCOVERY_UPDATE,
          PAUSE,
          CONFIG_INFO,
          CONFIG_RELOAD,
          CONFIG_LAST_SUCCESS,
          PLUGIN_INFO,
          BUILD_INFO,
          RESTART,
          RESTART_SECONDS,
          RESTART_REMAINS,
          RESTART_STATE_DROPPED,
          INTERNAL_ERROR,
          LOG_LOST,
          LOG_REPEATED,
          METRIC_LABELS_FOLDED);

  private KernelMetrics() {}
}
