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
 * @param first the same of the 100 requests after each hand-over, all together
 * @param ten the same of the 10 seconds after each
 * @param worstSteady the worst of single spans of the control run
 * @param worst of single hand-overs
 * @param longest the longest waits, and what happened at that time
 */
record Stalls(
    int answers,
    long longestSteady,
    long longestChanging,
    long steady,
    long first,
    long ten,
    Worst worstSteady,
    Worst worst,
    List<String> longest) {
  /**
   * The highest 99th percentiles of as many spans as there are hand-overs. Of 100 requests that is
   * the second longest: it says little of itself, and is compared with its like.
   *
   * @param first of 100 requests
   * @param ten of 10 seconds
   */
  record Worst(long first, long ten) {}

  private static final int FIRST = 100;

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
    List<OpenLoad.Answer> before =
        answers.stream().filter(a -> a.due() >= control && a.due() < first).toList();
    long[] steady = took(before);
    List<OpenLoad.Answer> changing = answers.stream().filter(a -> a.due() >= first).toList();
    List<Long> taken = handOvers.stream().map(MizzenProcess.HandOver::taken).toList();
    List<Long> quiet = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      quiet.add(control + (first - control) / taken.size() * i);
    }
    long[] all = took(changing);
    return new Stalls(
        answers.size(),
        steady[steady.length - 1],
        all[all.length - 1],
        p99(steady),
        p99(took(taken.stream().flatMap(at -> first(changing, at).stream()).toList())),
        p99(took(taken.stream().flatMap(at -> ten(changing, at).stream()).toList())),
        worst(before, quiet),
        worst(changing, taken),
        longest(changing, handOvers));
  }

  /** Only a machine with nothing else to do can hold this. */
  void check() {
    assertTrue(longestChanging - longestSteady <= MOST_ADDED, toString());
    assertTrue(first <= 2 * steady, toString());
    assertTrue(ten <= 2 * steady, toString());
    assertTrue(worst.first <= 2 * worstSteady.first, toString());
    assertTrue(worst.ten <= 2 * worstSteady.ten, toString());
  }

  private static Worst worst(List<OpenLoad.Answer> answers, List<Long> begins) {
    long first = 0;
    long ten = 0;
    for (long at : begins) {
      first = Math.max(first, p99(took(first(answers, at))));
      ten = Math.max(ten, p99(took(ten(answers, at))));
    }
    return new Worst(first, ten);
  }

  private static List<OpenLoad.Answer> ten(List<OpenLoad.Answer> answers, long at) {
    return answers.stream().filter(a -> a.due() >= at && a.due() < at + TEN_SECONDS).toList();
  }

  private static List<OpenLoad.Answer> first(List<OpenLoad.Answer> answers, long at) {
    return ten(answers, at).stream()
        .sorted(Comparator.comparingLong(OpenLoad.Answer::due))
        .limit(FIRST)
        .toList();
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
        + ", of the 100 after hand-overs "
        + millis(first)
        + ", of the 10 s after "
        + millis(ten)
        + "; of single hundreds steady at most "
        + millis(worstSteady.first)
        + ", after a hand-over "
        + millis(worst.first)
        + "; of single 10 s "
        + millis(worstSteady.ten)
        + " and "
        + millis(worst.ten)
        + "; longest "
        + longest;
  }

  private static String millis(long nanos) {
    return Math.round(nanos / 10_000.0) / 100.0 + " ms";
  }
}
