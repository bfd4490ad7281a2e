package io.mizzen.protocol.dubbo;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.testkit.AnyBytes;
import io.mizzen.testkit.HexFrames;
import io.mizzen.xprotocol.convert.ConversionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as hessian2. JAZZER_FUZZ=1 goes on from one value of each form. */
class Hessian2ReaderFuzzTest {
  static Stream<Arguments> seeds() {
    return Stream.of(
            "43 03612e42 92 0178 0179 60 91 5190",
            "43 146a6176612e6d6174682e426967446563696d616c 91 0576616c7565 60 04312e3130",
            "48 0161 91 5a",
            "4d 03 612e42 0161 7a 91 92 5a",
            "72 04 5b696e74 91 92",
            "55 04 5b696e74 91 5a",
            "58 92 4a 0000000000000000 5f 000005dc",
            "41 0001 61 21 62",
            "52 0001 61 01 62",
            "48 43 03612e42 91 0178 60 5191 91 5a")
        .map(HexFrames::bytes)
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesAreReadOrRefused(byte[] bytes) throws Exception {
    AnyBytes.readOrRefused(bytes, in -> new Hessian2Reader(in)::value, ConversionException.class);
  }
}
