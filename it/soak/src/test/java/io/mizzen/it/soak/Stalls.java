package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long requests took while nothing happened, which is the control run, and while processes
 * changed; in nanoseconds.
 *
 * @param longestSteady of the control run
 * @param longestChanging of all after it
 * @param steady the 99th percentile of the control run
 * @param worstFirst the highest 99th percentile of the 100 requests after a hand-over
 * @param worstTen the same for the 10 seconds after it
 * @param longest the longest waits, and what happened at that time
 */
record Stalls(
    int answers,
    long longestSteady,
    long longestChanging,
    long steady,
    long worstFirst,
    long worstTen,
    List<String> longest) {
  /** What may be added to the longest wait of any request. */
  private static final long MOST_ADDED = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long TEN_SECONDS = TimeUnit.SECONDS.toNanos(10);

  /** Enough to see whether it is always the same. */
  private static final int TOLD = 5;

  /**
   * Looks at a run.
   *
   * @param control when the control run began; it ends with the first hand-over
   */
  static Stalls of(
      List<OpenLoad.Answer> answers, long control, List<MizzenProcess.HandOver> handOvers) {
    long first = handOvers.get(0).began();
    long[] steady =
        took(answers.stream().filter(a -> a.due() >= control && a.due() < first).toList());
    List<OpenLoad.Answer> changing = answers.stream().filter(a -> a.due() >= first).toList();
    long worstFirst = 0;
    long worstTen = 0;
    for (MizzenProcess.HandOver handOver : handOvers) {
      List<OpenLoad.Answer> after =
          changing.stream()
              .filter(a -> a.due() >= handOver.taken() && a.due() < handOver.taken() + TEN_SECONDS)
              .sorted(Comparator.comparingLong(OpenLoad.Answer::due))
              .toList();
      worstFirst = Math.max(worstFirst, p99(took(after.subList(0, Math.min(100, after.size())))));
      worstTen = Math.max(worstTen, p99(took(after)));
    }
    long[] all = took(changing);
    return new Stalls(
        answers.size(),
        steady[steady.length - 1],
        all[all.length - 1],
        p99(steady),
        worstFirst,
        worstTen,
        longest(changing, handOvers));
  }

  /** Only a machine with nothing else to do can hold this. */
  void check() {
    assertTrue(longestChanging - longestSteady <= MOST_ADDED, toString());
    assertTrue(worstFirst <= 2 * steady, toString());
    assertTrue(worstTen <= 2 * steady, toString());
  }

  private static List<String> longest(
      List<OpenLoad.Answer> changing, List<MizzenProcess.HandOver> handOvers) {
    List<String> told = new ArrayList<>();
    for (OpenLoad.Answer answer :
        changing.stream()
            .sorted(Comparator.comparingLong(OpenLoad.Answer::took).reversed())
            .toList()) {
      if (told.size() == TOLD) {
        break;
      }
      told.add(millis(answer.took()) + " " + answer.to() + " " + when(answer.due(), handOvers));
    }
    return told;
  }

  /** What happened when a request was due. */
  private static String when(long due, List<MizzenProcess.HandOver> handOvers) {
    int last = handOvers.size() - 1;
    while (last > 0 && handOvers.get(last).began() > due) {
      last--;
    }
    MizzenProcess.HandOver at = handOvers.get(last);
    String of = " of hand-over " + (last + 1);
    return due < at.taken()
        ? millis(at.taken() - due) + " before the taking" + of
        : due < at.ended()
            ? millis(due - at.taken()) + " after the taking" + of
            : millis(due - at.ended()) + " after the end" + of;
  }

  private static long[] took(List<OpenLoad.Answer> some) {
    return some.stream().mapToLong(OpenLoad.Answer::took).sorted().toArray();
  }

  private static long p99(long[] sorted) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
  }

  @Override
  public String toString() {
    return answers
        + " answers; longest steady "
        + millis(longestSteady)
        + ", while processes change "
        + millis(longestChanging)
        + "; p99 steady "
        + millis(steady)
        + ", of the 100 after a hand-over at most "
        + millis(worstFirst)
        + ", of the 10 s after at most "
        + millis(worstTen)
        + "; longest "
        + longest;
  }

  private static String millis(long nanos) {
    return Math.round(nanos / 10_000.0) / 100.0 + " ms";
  }
}
