package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.testkit.Fragments;
import io.mizzen.testkit.HexFrames;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Another reader of the same octets: a smuggled request is one that two readers see differently.
 * Requests are bent at random. What we accept, Netty has to see as the same messages with the same
 * bodies; what only we refuse has to be refused by a rule that differences/netty.txt names; what
 * only Netty refuses has to be named there too.
 */
class DifferentialTest {
  private static final int INPUTS = 20_000;
  private static final long SEED = 20261121;

  /** Rules that a line can break before its end. */
  private static final Set<String> LINE_RULES =
      Set.of("BARE_CR", "CONTROL", "FIELD_NAME", "FOLDING", "BLANK_BEFORE_COLON", "NOT_HTTP");

  /** What tends to be read differently: ends of lines, blanks, signs, digits, odd octets. */
  private static final byte[][] SPICES = {
    {'\r'},
    {'\n'},
    {'\r', '\n'},
    {' '},
    {'\t'},
    {0},
    {0x0b},
    {0x0c},
    {0x7f},
    {(byte) 0x80},
    {(byte) 0xff},
    {':'},
    {','},
    {';'},
    {'+'},
    {'-'},
    {'0'},
    {'1'},
    {'9'},
    {'a'},
    {'x'},
    {'"'},
    Subject.ascii("chunked"),
    Subject.ascii("identity"),
    Subject.ascii("Content-Length: 3\r\n"),
    Subject.ascii("Transfer-Encoding: chunked\r\n"),
    Subject.ascii("Host: b\r\n"),
    Subject.ascii("Connection: close\r\n"),
    Subject.ascii("HTTP/1.0"),
    Subject.ascii("0\r\n\r\n"),
    Subject.ascii("\r\n ")
  };

  @Test
  void nothingIsReadInTwoWays() {
    Set<String> met = new TreeSet<>();
    List<byte[]> seeds = seeds();
    Random random = new Random(SEED);
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = bend(seeds.get(random.nextInt(seeds.size())), random);
      Reading ours = Reading.ours(List.of(input));
      Reading theirs = netty(input);
      String hex =
          HexFormat.of().formatHex(input) + "\n" + new String(input, StandardCharsets.ISO_8859_1);
      int both = Math.min(ours.messages().size(), theirs.messages().size());
      assertEquals(theirs.messages().subList(0, both), ours.messages().subList(0, both), hex);
      if (theirs.messages().size() > both) {
        assertTrue(ours.refusal() != null || ours.closed(), () -> "not seen by us: " + hex);
        if (ours.refusal() != null) {
          met.add("only ours refuses: " + ours.refusal());
        }
      } else if (ours.messages().size() > both || ours.refusal() == null) {
        assertTrue(
            theirs.refusal() != null || ours.messages().size() == both,
            () -> "not seen by Netty: " + hex);
        if (theirs.refusal() != null && !ours.closed()) {
          met.add("only Netty refuses: " + theirs.refusal());
        }
      }
      accepted += ours.messages().size();
    }
    assertEquals(differences(), met, "a difference is not explained, or no longer there");
    assertTrue(accepted > INPUTS / 10, "too few of the inputs are requests: " + accepted);
  }

  @Test
  void howBytesAreCutChangesNothing() {
    Random random = new Random(SEED);
    List<byte[]> seeds = seeds();
    for (int i = 0; i < 2_000; i++) {
      byte[] input = bend(seeds.get(random.nextInt(seeds.size())), random);
      Reading whole = Reading.ours(List.of(input));
      Reading cut = Reading.ours(Fragments.random(input, 20, i));
      assertEquals(whole.messages(), cut.messages());
      if (cut.refusal() != null) {
        assertEquals(whole.refusal(), cut.refusal());
      } else if (whole.refusal() != null) {
        // A line that has not ended is only judged early if it came with the one before it.
        assertTrue(LINE_RULES.contains(whole.refusal()), whole.refusal());
      }
    }
  }

  private static byte[] bend(byte[] seed, Random random) {
    byte[] input = seed;
    for (int bends = random.nextInt(4); bends > 0; bends--) {
      int at = random.nextInt(input.length + 1);
      int drop = random.nextInt(4) == 0 ? Math.min(random.nextInt(4), input.length - at) : 0;
      byte[] spice = SPICES[random.nextInt(SPICES.length)];
      byte[] head = Arrays.copyOf(input, at);
      byte[] tail = Arrays.copyOfRange(input, at + drop, input.length);
      input = Fragments.glue(List.of(head, random.nextInt(5) == 0 ? new byte[0] : spice, tail));
    }
    return input;
  }

  private static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    HexFrames.load(DifferentialTest.class, "/frames/requests.hex").values().forEach(seeds::add);
    List<byte[]> good = List.copyOf(seeds);
    Corpus.load("/corpus/requests.txt").forEach(sample -> seeds.add(sample.bytes()));
    // Smuggling shows in what follows: every message also with a request behind it.
    for (byte[] first : good) {
      seeds.add(Fragments.glue(first, good.get(0)));
      seeds.add(Fragments.glue(first, good.get(5)));
    }
    return seeds;
  }

  private static Set<String> differences() {
    try (InputStream in = DifferentialTest.class.getResourceAsStream("/differences/netty.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith(" ") && !line.isBlank())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Reading netty(byte[] input) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new HttpRequestDecoder(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(8 * 1024)
                    .setMaxHeaderSize(60 * 1024)));
    List<String> messages = new ArrayList<>();
    String refusal = null;
    try {
      channel.writeInbound(Unpooled.copiedBuffer(input));
      StringBuilder open = new StringBuilder();
      for (HttpObject part = channel.readInbound();
          part != null && refusal == null;
          part = channel.readInbound()) {
        DecoderResult result = part.decoderResult();
        if (result.isFailure()) {
          refusal = result.cause().getClass().getSimpleName();
        }
        if (part instanceof HttpRequest request) {
          open = new StringBuilder(request.method().name()).append(' ');
        }
        if (part instanceof HttpContent content) {
          open.append(content.content().toString(StandardCharsets.ISO_8859_1));
          content.release();
        }
        if (part instanceof LastHttpContent && refusal == null) {
          messages.add(open.toString());
        }
      }
    } finally {
      channel.finishAndReleaseAll();
    }
    return new Reading(messages, refusal, false);
  }
}
