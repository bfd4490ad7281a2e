package io.mizzen.bench;

import io.mizzen.bench.load.BoltVersion;
import io.mizzen.bench.load.FrameExchange;
import io.mizzen.bench.load.FrameShapes;
import io.mizzen.bench.load.Http2Exchange;
import io.mizzen.bench.load.HttpExchange;
import io.mizzen.bench.load.Load;
import io.mizzen.bench.load.Loop;
import io.mizzen.bench.load.Pace;
import io.mizzen.bench.proxy.Mode;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One kind of traffic.
 *
 * @param fixedRate requests per second of the fixed-rate phase; 0 derives it from the slowest proxy
 *     of the run
 */
record Scenario(
    String name,
    String title,
    Mode mode,
    Traffic traffic,
    int connections,
    Set<Phase> phases,
    double fixedRate) {
  /** How it is measured. */
  enum Phase {
    /** As fast as answers come: requests per second, CPU per request. */
    SATURATED,
    /** At a rate all proxies manage: latency. */
    FIXED_RATE,
    /** Connections that do nothing. */
    IDLE,
    /** From the start of the process to its first answer, and its memory then. */
    START,
    /** From the start of the process, under full load, to its steady rate. */
    WARM_UP,
    /** Large bodies on many connections at once: what stays of the memory for them. */
    BURST,
    /** A configuration of thousands of clusters: memory, and how long it takes to load. */
    SCALE
  }

  /** What goes over a connection. */
  sealed interface Traffic {
    record Http(HttpExchange exchange) implements Traffic {}

    record Http2(Http2Exchange exchange) implements Traffic {}

    record Frames(FrameExchange exchange) implements Traffic {}
  }

  /**
   * As in the table of peers the project started from, so that figures can be laid side by side.
   */
  private static final double LATENCY_RATE = 500;

  private static final int CONTENT = 1024;
  private static final int HTTP2_STREAMS = 32;
  private static final int BURST_CONNECTIONS = 1000;
  private static final int BURST_BYTES = 1024 * 1024;
  private static final int MANY_IDLE = 50_000;

  private static final Set<Phase> BOTH = EnumSet.of(Phase.SATURATED, Phase.FIXED_RATE);

  /** All there are. Idle and start come last: they start processes of their own. */
  static List<Scenario> all(BoltVersion bolt, int outstanding, int idle) {
    Traffic get1k = new Traffic.Http(HttpExchange.get(CONTENT));
    Traffic bolt1k = new Traffic.Frames(new FrameExchange(bolt, CONTENT, outstanding));
    Traffic boltOne = new Traffic.Frames(new FrameExchange(bolt, CONTENT, 1));
    String idleTitle = "%,d idle keep-alive HTTP/1.1 connections, one GET 1 KB each before";
    String boltTitle = "bolt " + bolt + " 1 KB, %d connections x " + outstanding + " outstanding";
    Traffic h2 = new Traffic.Http2(new Http2Exchange(CONTENT, HTTP2_STREAMS));
    String h2Title = "HTTP/2 GET 1 KB, %d connections x " + HTTP2_STREAMS + " streams";
    return List.of(
        new Scenario(
            "h1_get_1k",
            "HTTP/1.1 GET 1 KB, %d keep-alive connections",
            Mode.HTTP1,
            get1k,
            64,
            BOTH,
            0),
        new Scenario(
            "h1_get_1k_log",
            "HTTP/1.1 GET 1 KB, %d keep-alive connections, access log of all to a file",
            Mode.HTTP1_LOGGED,
            get1k,
            64,
            BOTH,
            0),
        new Scenario(
            "h1_get_64k",
            "HTTP/1.1 GET 64 KB, %d keep-alive connections",
            Mode.HTTP1,
            new Traffic.Http(HttpExchange.get(64 * 1024)),
            64,
            BOTH,
            0),
        new Scenario(
            "h1_post_10k",
            "HTTP/1.1 POST 10 KB echoed, %d keep-alive connections",
            Mode.HTTP1,
            new Traffic.Http(HttpExchange.post(10 * 1024)),
            64,
            BOTH,
            0),
        new Scenario(
            "h2_h1_1k", h2Title + ", HTTP/1.1 upstream", Mode.HTTP2_TO_HTTP1, h2, 8, BOTH, 0),
        new Scenario("h2_h2_1k", h2Title + ", HTTP/2 upstream", Mode.HTTP2, h2, 8, BOTH, 0),
        new Scenario("bolt_1k", boltTitle, Mode.BOLT, bolt1k, 16, BOTH, 0),
        new Scenario(
            "dubbo_1k",
            "dubbo 1 KB, %d connections x " + outstanding + " outstanding",
            Mode.DUBBO,
            new Traffic.Frames(new FrameExchange(FrameShapes.DUBBO, CONTENT, outstanding)),
            16,
            BOTH,
            0),
        new Scenario(
            "plain_1k",
            "a fixed header described in YAML, 1 KB, %d connections x "
                + outstanding
                + " outstanding",
            Mode.PLAIN,
            new Traffic.Frames(new FrameExchange(FrameShapes.PLAIN, CONTENT, outstanding)),
            16,
            BOTH,
            0),
        new Scenario(
            "bolt_1k_one",
            "bolt " + bolt + " 1 KB, %d connection with one outstanding",
            Mode.BOLT,
            boltOne,
            1,
            BOTH,
            0),
        new Scenario(
            "tcp_h1_1k",
            "bytes of HTTP/1.1 GET 1 KB forwarded, %d connections",
            Mode.TCP,
            get1k,
            64,
            BOTH,
            0),
        new Scenario(
            "latency_h1",
            "added latency, HTTP/1.1 GET 1 KB, %d connections",
            Mode.HTTP1,
            get1k,
            16,
            EnumSet.of(Phase.FIXED_RATE),
            LATENCY_RATE),
        new Scenario(
            "latency_bolt",
            "added latency, " + boltTitle,
            Mode.BOLT,
            bolt1k,
            4,
            EnumSet.of(Phase.FIXED_RATE),
            LATENCY_RATE),
        single("idle_10k", idleTitle, get1k, idle, Phase.IDLE),
        single("idle_50k", idleTitle, get1k, MANY_IDLE, Phase.IDLE),
        single(
            "burst",
            "GET 1 MiB on %,d connections at once, and the memory 30 s later",
            new Traffic.Http(HttpExchange.get(BURST_BYTES)),
            BURST_CONNECTIONS,
            Phase.BURST),
        single(
            "scale", "10,000 clusters of 10 endpoints and 100,000 routes", get1k, 64, Phase.SCALE),
        single(
            "start",
            "from the start of the process to the first connection and answer",
            get1k,
            1,
            Phase.START),
        single(
            "warmup",
            "from the start of the process, under load of %d connections, to its steady rate",
            get1k,
            64,
            Phase.WARM_UP));
  }

  private static Scenario single(
      String name, String title, Traffic traffic, int connections, Phase phase) {
    return new Scenario(name, title, Mode.HTTP1, traffic, connections, EnumSet.of(phase), 0);
  }

  /** The same with another number of connections, which its name then says. */
  Scenario over(int others) {
    return others == connections
        ? this
        : new Scenario(name + "_c" + others, title, mode, traffic, others, phases, fixedRate);
  }

  /** The same without the fixed-rate phase. */
  Scenario saturatedOnly() {
    return new Scenario(
        name, title, mode, traffic, connections, EnumSet.of(Phase.SATURATED), fixedRate);
  }

  /** Whether saying {@code --connections} means this one. */
  boolean takesConnections() {
    return phases.contains(Phase.SATURATED) && traffic instanceof Traffic.Http;
  }

  String description() {
    return String.format(java.util.Locale.ROOT, title, connections);
  }

  Load load(Loop loop, InetSocketAddress target, Pace pace) {
    if (traffic instanceof Traffic.Http http) {
      return Load.http(loop, target, http.exchange(), connections, pace);
    }
    if (traffic instanceof Traffic.Http2 http2) {
      return Load.http2(loop, target, http2.exchange(), connections, pace);
    }
    return Load.frames(loop, target, ((Traffic.Frames) traffic).exchange(), connections, pace);
  }
}
