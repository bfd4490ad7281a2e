package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.protocol.http1.Differences.Known;
import io.mizzen.testkit.Fragments;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Another reader of the same octets: a smuggled request is one that two readers see differently.
 * Messages are bent at random; where Netty's decoders see something else than ours, the difference
 * has to stand in differences/*.txt with its rule. {@link DifferentialFuzzTest} goes on from here.
 */
class DifferentialTest {
  private static final int INPUTS = 10_000;
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

  static Stream<Known> ofRequests() {
    return Differences.ofRequests().known().stream();
  }

  static Stream<Known> ofResponses() {
    return Differences.ofResponses().known().stream();
  }

  @ParameterizedTest
  @MethodSource("ofRequests")
  void aKnownDifferenceOfRequestsIsStillThere(Known known) {
    List<byte[]> whole = List.of(known.example());
    assertEquals(
        known.name(), Differences.between(Reading.ours(whole), NettyReading.requests(whole)));
  }

  @ParameterizedTest
  @MethodSource("ofResponses")
  void aKnownDifferenceOfResponsesIsStillThere(Known known) {
    List<byte[]> whole = List.of(known.example());
    assertEquals(
        known.name(), Differences.between(Reading.answer(whole), NettyReading.answer(whole)));
  }

  @Test
  void noRequestIsReadInTwoWays() {
    Differences differences = Differences.ofRequests();
    int seen =
        bend(
            Seeds.requests(),
            input -> {
              Reading ours = Reading.ours(List.of(input));
              differences.check(ours, NettyReading.requests(List.of(input)), input);
              return ours;
            });
    assertTrue(seen > INPUTS / 10, "too few of the inputs are requests: " + seen);
  }

  @Test
  void noResponseIsReadInTwoWays() {
    Differences differences = Differences.ofResponses();
    int seen =
        bend(
            Seeds.responses(),
            input -> {
              Reading ours = Reading.answer(List.of(input));
              differences.check(ours, NettyReading.answer(List.of(input)), input);
              return ours;
            });
    assertTrue(seen > INPUTS / 10, "too few of the inputs are responses: " + seen);
  }

  @Test
  void howBytesAreCutChangesNothing() {
    Random random = new Random(SEED);
    List<byte[]> seeds = Seeds.requests();
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

  /** Reads bent seeds; tells how many complete messages there were. */
  private static int bend(List<byte[]> seeds, Function<byte[], Reading> reader) {
    Random random = new Random(SEED);
    int seen = 0;
    for (int i = 0; i < INPUTS; i++) {
      Reading reading = reader.apply(bend(seeds.get(random.nextInt(seeds.size())), random));
      seen += (int) reading.messages().stream().filter(Seen::ended).count();
    }
    return seen;
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
}
