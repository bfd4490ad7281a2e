package io.mizzen.it.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rapid reset (CVE-2023-44487) as an upstream sees it that stands behind the proxy. */
@Timeout(120)
class RapidResetTest {
  private static final int CANCEL = 8;

  /** {@code abuse.maxResets}, as it is. */
  private static final int MOST = 200;

  private static final List<String> GET =
      List.of(":method: GET", ":scheme: http", ":path: /a", ":authority: h");

  private static byte[] pairs(int count) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(RawHttp2.head(2 * i + 1, RawHttp2.END_STREAM, GET));
      all.writeBytes(RawHttp2.reset(2 * i + 1, CANCEL));
    }
    return all.toByteArray();
  }

  /** In HTTP/1 a request can only be given up with its connection. */
  @Test
  void anUpstreamOfHttp1SeesFewerConnectionsAndRequestsThanWereAsked() throws Exception {
    try (Http1Recorder upstream = new Http1Recorder();
        Http2Proxy proxy = Http2Proxy.before(upstream.port(), "http1");
        RawHttp2 caller = new RawHttp2(proxy.port())) {
      caller.send(pairs(MOST));
      caller.send(RawHttp2.head(2 * MOST + 1, RawHttp2.END_STREAM, GET));
      assertEquals("200", caller.fate(2 * MOST + 1), "within its budget it is served");
      int requests = upstream.take().size();
      assertTrue(requests <= MOST + 1, requests + " requests");
      assertTrue(upstream.connections() <= MOST + 1, upstream.connections() + " connections");
    }
  }

  @Test
  void beyondTheBudgetTheConnectionEndsAndOthersAreServed() throws Exception {
    try (Http1Recorder upstream = new Http1Recorder();
        Http2Proxy proxy = Http2Proxy.before(upstream.port(), "http1");
        RawHttp2 caller = new RawHttp2(proxy.port());
        RawHttp2 other = new RawHttp2(proxy.port())) {
      caller.send(pairs(10 * MOST));
      assertEquals("GOAWAY", caller.fate(Integer.MAX_VALUE));
      other.send(RawHttp2.head(1, RawHttp2.END_STREAM, GET));
      assertEquals("200", other.fate(1));
      int seen = upstream.take().size();
      assertTrue(seen <= MOST + 2, seen + " of " + 10 * MOST + " reached the upstream");
      assertTrue(upstream.connections() <= MOST + 2, upstream.connections() + " connections");
    }
  }

  /**
   * Two proxies in a row: the second one's limits are the same, and the first one is not cut off.
   */
  @Test
  void anUpstreamOfHttp2SeesEachResetOnceAtMost() throws Exception {
    try (Http1Recorder upstream = new Http1Recorder();
        Http2Proxy second = Http2Proxy.before(upstream.port(), "http1");
        Http2Proxy first = Http2Proxy.before(second.port(), "http2");
        RawHttp2 caller = new RawHttp2(first.port())) {
      caller.send(pairs(MOST));
      caller.send(RawHttp2.head(2 * MOST + 1, RawHttp2.END_STREAM, GET));
      assertEquals("200", caller.fate(2 * MOST + 1));
      int requests = upstream.take().size();
      assertTrue(requests <= MOST + 1, requests + " requests");
    }
  }
}
