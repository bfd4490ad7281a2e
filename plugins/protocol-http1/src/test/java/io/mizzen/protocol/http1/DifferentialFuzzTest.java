package io.mizzen.protocol.http1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.testkit.Fragments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same octets, cut at the same random places, to our codecs and to Netty's decoders: every
 * difference of verdict, start line, fields, length or body is in differences/*.txt or a failure.
 * Seeds run in every build; JAZZER_FUZZ=1 searches, as CONTRIBUTING.md says.
 */
class DifferentialFuzzTest {
  /** Long enough that a small input also comes whole. */
  private static final int LONGEST_PIECE = 64;

  private static final Differences REQUESTS = Differences.ofRequests();
  private static final Differences RESPONSES = Differences.ofResponses();

  static Stream<Arguments> requests() {
    return Seeds.requests().stream().map(Arguments::of);
  }

  static Stream<Arguments> responses() {
    return Seeds.responses().stream().map(Arguments::of);
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "10m")
  void requestsAreReadAsNettyReadsThem(byte[] octets) {
    List<byte[]> pieces = cut(octets);
    REQUESTS.check(Reading.ours(pieces), NettyReading.requests(pieces), octets);
  }

  @MethodSource("responses")
  @FuzzTest(maxDuration = "10m")
  void responsesAreReadAsNettyReadsThem(byte[] octets) {
    List<byte[]> pieces = cut(octets);
    RESPONSES.check(Reading.answer(pieces), NettyReading.answer(pieces), octets);
  }

  /** The octets themselves decide where they are cut, so that a finding can be repeated. */
  private static List<byte[]> cut(byte[] octets) {
    return Fragments.random(octets, LONGEST_PIECE, Arrays.hashCode(octets));
  }
}
