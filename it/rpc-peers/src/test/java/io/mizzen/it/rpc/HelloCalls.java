package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a consumer of {@link Hello} must not notice of a proxy, whichever protocol it speaks. */
abstract class HelloCalls {
  /** The service by way of the proxy. */
  abstract Hello far();

  @Test
  void largeArgumentsPassThroughInPieces() {
    assertEquals("0 0 3000000", far().echo(List.of(), Map.of(), new byte[3_000_000]));
  }

  @Test
  void exceptionsOfTheServiceArriveAsSuch() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> far().boom("x"));
    assertEquals("bad x", thrown.getMessage());
  }

  @Test
  void manyCallsShareOneConnectionAndComeBackInAnyOrder() throws Exception {
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(far().later(String.valueOf(i), 50 - i));
    }
    for (int i = 0; i < 50; i++) {
      assertEquals("later " + i, answers.get(i).get(5, TimeUnit.SECONDS));
    }
  }
}
