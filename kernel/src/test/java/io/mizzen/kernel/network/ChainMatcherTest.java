package io.mizzen.kernel.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.kernel.config.model.ChainMatchConfig;
import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChainMatcherTest {
  private final Caller caller =
      new Caller(new InetSocketAddress("10.1.2.3", 5), new InetSocketAddress("10.0.0.1", 80));

  @Test
  void withoutAMatchEveryConnectionFits() {
    assertEquals(Detection.MATCH, ChainMatcher.ANY.matches(caller, Unpooled.EMPTY_BUFFER));
  }

  @Test
  void theDestinationPortIsTheOneThatWasCalled() {
    assertEquals(Detection.MATCH, ask(port(80)));
    assertEquals(Detection.NO_MATCH, ask(port(81)));
    // An inspector has learnt where the caller wanted to go in the first place.
    caller.put(Fact.LOCAL, new InetSocketAddress("10.9.9.9", 81));
    assertEquals(Detection.MATCH, ask(port(81)));
    assertEquals(Detection.NO_MATCH, ask(port(80)));
  }

  @Test
  void aUnixSocketHasNoDestinationPort() {
    Caller local = new Caller(caller.remote, UnixDomainSocketAddress.of("/run/x"));
    assertEquals(Detection.NO_MATCH, port(80).matches(local, Unpooled.EMPTY_BUFFER));
  }

  @Test
  void oneOfTheSourceRangesIsEnough() {
    assertEquals(Detection.MATCH, ask(from("192.168.0.0/16", "10.0.0.0/8")));
    assertEquals(Detection.MATCH, ask(from("10.1.2.3")));
    assertEquals(Detection.NO_MATCH, ask(from("10.1.2.4/31")));
    assertEquals(Detection.NO_MATCH, ask(from("::/0")));
    caller.put(Fact.REMOTE, new InetSocketAddress("fd00::7", 5));
    assertEquals(Detection.MATCH, ask(from("fd00::/8")));
    assertEquals(Detection.NO_MATCH, ask(from("10.0.0.0/8")));
  }

  @Test
  void whatNobodyInspectedIsPlaintext() {
    assertEquals(Detection.MATCH, ask(transport("plaintext")));
    assertEquals(Detection.NO_MATCH, ask(transport("tls")));
    caller.put(Fact.TRANSPORT, "tls");
    assertEquals(Detection.MATCH, ask(transport("tls")));
    assertEquals(Detection.NO_MATCH, ask(transport("plaintext")));
  }

  @Test
  void serverNamesAreExactOrASuffixBehindAStar() {
    assertEquals(Detection.NO_MATCH, ask(sni("a.example")));
    caller.put(Fact.SERVER_NAME, "a.example");
    assertEquals(Detection.MATCH, ask(sni("b.example", "A.Example")));
    assertEquals(Detection.MATCH, ask(sni("*.example")));
    assertEquals(Detection.NO_MATCH, ask(sni("*.a.example")));
    caller.put(Fact.SERVER_NAME, ".example");
    assertEquals(Detection.NO_MATCH, ask(sni("*.example")));
  }

  @Test
  void oneOfTheOfferedApplicationProtocolsIsEnough() {
    assertEquals(Detection.NO_MATCH, ask(alpn("h2")));
    caller.put(Fact.APPLICATION_PROTOCOLS, List.of("h2", "http/1.1"));
    assertEquals(Detection.MATCH, ask(alpn("x", "http/1.1")));
    assertEquals(Detection.NO_MATCH, ask(alpn("x")));
  }

  @Test
  void aProtocolIsAskedOnceThereAreBytes() {
    ChainMatcher matcher = protocols(null, "ab", "xyz");
    assertEquals(Detection.NEED_MORE, ask(matcher));
    assertEquals(Detection.NEED_MORE, ask(matcher, "x"));
    assertEquals(Detection.MATCH, ask(matcher, "abc"));
    assertEquals(Detection.MATCH, ask(matcher, "xyz"));
    assertEquals(Detection.NO_MATCH, ask(matcher, "q"));
  }

  @Test
  void noBytesAreWaitedForIfTheFactsDoNotFit() {
    assertEquals(Detection.NO_MATCH, ask(protocols(81, "ab")));
    assertEquals(Detection.NEED_MORE, ask(protocols(80, "ab")));
  }

  @Test
  void allThatIsSaidMustHold() {
    ChainMatchConfig wanted =
        new ChainMatchConfig(80, List.of("10.0.0.0/8"), "tls", List.of(), List.of(), List.of());
    ChainMatcher matcher = new ChainMatcher(wanted, List.of(Cidr.parse("10.0.0.0/8")), List.of());
    assertEquals(Detection.NO_MATCH, ask(matcher));
    caller.put(Fact.TRANSPORT, "tls");
    assertEquals(Detection.MATCH, ask(matcher));
    caller.put(Fact.REMOTE, new InetSocketAddress("11.0.0.1", 1));
    assertEquals(Detection.NO_MATCH, ask(matcher));
  }

  private Detection ask(ChainMatcher matcher) {
    return matcher.matches(caller, Unpooled.EMPTY_BUFFER);
  }

  private Detection ask(ChainMatcher matcher, String bytes) {
    return matcher.matches(caller, Unpooled.copiedBuffer(bytes, US_ASCII));
  }

  private static ChainMatcher of(ChainMatchConfig config) {
    return new ChainMatcher(config, List.of(), List.of());
  }

  private static ChainMatcher port(int port) {
    return of(new ChainMatchConfig(port, List.of(), null, List.of(), List.of(), List.of()));
  }

  private static ChainMatcher from(String... ranges) {
    List<String> texts = List.of(ranges);
    return new ChainMatcher(
        new ChainMatchConfig(null, texts, null, List.of(), List.of(), List.of()),
        texts.stream().map(Cidr::parse).toList(),
        List.of());
  }

  private static ChainMatcher transport(String word) {
    return of(new ChainMatchConfig(null, List.of(), word, List.of(), List.of(), List.of()));
  }

  private static ChainMatcher sni(String... names) {
    return of(new ChainMatchConfig(null, List.of(), null, List.of(names), List.of(), List.of()));
  }

  private static ChainMatcher alpn(String... names) {
    return of(new ChainMatchConfig(null, List.of(), null, List.of(), List.of(names), List.of()));
  }

  private static ChainMatcher protocols(@Nullable Integer port, String... beginnings) {
    List<String> words = List.of(beginnings);
    return new ChainMatcher(
        new ChainMatchConfig(port, List.of(), null, List.of(), List.of(), words),
        List.of(),
        words.stream().map(word -> new Candidate(word, new Beginning(word))).toList());
  }

  /** A protocol that is known by how it begins. */
  private record Beginning(String text) implements ServerProtocol {
    @Override
    public Detection detect(ByteBuf first) {
      int length = Math.min(text.length(), first.readableBytes());
      String have = first.toString(first.readerIndex(), length, US_ASCII);
      if (!text.startsWith(have)) {
        return Detection.NO_MATCH;
      }
      return length == text.length() ? Detection.MATCH : Detection.NEED_MORE;
    }

    @Override
    public ServerCodec newCodec(ConnectionInfo connection) {
      throw new AssertionError("only looks");
    }

    @Override
    public Limits limits() {
      throw new AssertionError("only looks");
    }
  }

  private static final class Caller implements ConnectionInfo {
    private final SocketAddress remote;
    private final SocketAddress local;
    private final java.util.IdentityHashMap<Fact<?>, Object> facts =
        new java.util.IdentityHashMap<>();

    Caller(SocketAddress remote, SocketAddress local) {
      this.remote = remote;
      this.local = local;
    }

    @Override
    public long id() {
      return 1;
    }

    @Override
    public Worker worker() {
      throw new AssertionError("a match needs no worker");
    }

    @Override
    public String listener() {
      return "test";
    }

    @Override
    public SocketAddress remote() {
      SocketAddress named = get(Fact.REMOTE);
      return named == null ? remote : named;
    }

    @Override
    public SocketAddress local() {
      SocketAddress named = get(Fact.LOCAL);
      return named == null ? local : named;
    }

    @Override
    public SocketAddress peer() {
      return remote;
    }

    @Override
    @SuppressWarnings("unchecked") // put() takes only values of the key's type
    public <T> @Nullable T get(Fact<T> fact) {
      return (T) facts.get(fact);
    }

    @Override
    public <T> void put(Fact<T> fact, T value) {
      facts.put(fact, value);
    }
  }
}
