package io.mizzen.lib.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.lib.http.Paths.Finding;
import io.mizzen.lib.http.Paths.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that two servers could read differently. */
class PathsTest {
  @ParameterizedTest
  @CsvSource({
    "/a/b?c=/../d, PLAIN",
    "/%41, NEEDLESS_ESCAPE",
    "/%20, PLAIN",
    "/a/../b, DOTS",
    "/a/%2e%2E/b, DOTS",
    "/a/..;x/b, DOTS",
    "/a/.../b, PLAIN",
    "/a%2fb, AMBIGUOUS",
    "/a%5Cb, AMBIGUOUS",
    "/a\\b, AMBIGUOUS",
    "/a%00, AMBIGUOUS",
    "/a?b#c, NOT_A_URI"
  })
  void tellsTheWorstOfAPath(String path, Finding worst) {
    byte[] octets = Octets.ascii(path);
    assertEquals(worst, Paths.worst(octets, 0, octets.length));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/../b, STRICT, REFUSE",
    "/a/../b, REWRITE, REWRITE",
    "/a/../b, AS_IS, FORWARD",
    "/%41, STRICT, FORWARD",
    "/%41, REWRITE, REWRITE",
    "/a%2fb, REWRITE, REFUSE",
    "/a%2fb, AS_IS, FORWARD",
    "/#a, STRICT, REFUSE_AS_NO_URI"
  })
  void judgesByThePolicy(String path, PathPolicy policy, Verdict verdict) {
    byte[] octets = Octets.ascii(path);
    assertEquals(verdict, Paths.judge(octets, 0, octets.length, policy));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/../b, /b",
    "/../../b, /b",
    "/a/./b/, /a/b/",
    "/a/b/.., /a/",
    "/%7euser/%2f, /~user/%2F",
    "//a//../b, //a/b",
    "/.., /",
    "/a/..;x?y=/../z, /?y=/../z",
    "/a%2, /a%2"
  })
  void writesTheNormalForm(String path, String normal) {
    assertEquals(normal, rewritten(path));
  }

  @Test
  void thePathThatVanishesStaysARoot() {
    assertEquals("/?a", rewritten("?a"));
  }

  private static String rewritten(String path) {
    int length = path.length();
    byte[] bytes = new byte[2 * length + 1];
    System.arraycopy(Octets.ascii(path), 0, bytes, 0, length);
    int end = PathRewrite.write(bytes, 0, length, length);
    return new String(bytes, length, end - length, StandardCharsets.US_ASCII);
  }
}
