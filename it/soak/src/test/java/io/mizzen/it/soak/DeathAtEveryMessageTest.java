package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.it.soak.Tap.Moment;
import io.mizzen.it.soak.TappedHandOver.Scene;
import io.mizzen.it.soak.TappedHandOver.Side;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} of either process of a hand-over at every message: before it says it, after it
 * has said it, and after it has heard it. Both are processes of the built distribution with callers
 * at work; what must hold follows from the messages that went by until then. Each row kills one of
 * them, looks at every connection, and has the instance upgraded once more.
 *
 * <p>The kinds of messages are read from the running process: a new one without rows fails here.
 */
class DeathAtEveryMessageTest {
  /** Who says what. */
  private static final Map<String, Set<Side>> SAID_BY =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("HELLO", EnumSet.allOf(Side.class)),
              Map.entry("REFUSED", EnumSet.of(Side.INCUMBENT)),
              Map.entry("LISTENER", EnumSet.of(Side.INCUMBENT)),
              Map.entry("STATE", EnumSet.of(Side.INCUMBENT)),
              Map.entry("END", EnumSet.of(Side.INCUMBENT)),
              Map.entry("READY", EnumSet.of(Side.SUCCESSOR)),
              Map.entry("RELEASED", EnumSet.of(Side.INCUMBENT)),
              Map.entry("SERVING", EnumSet.of(Side.SUCCESSOR)),
              Map.entry("PROGRESS", EnumSet.of(Side.INCUMBENT)),
              Map.entry("CONNECTION", EnumSet.of(Side.INCUMBENT)),
              Map.entry("ARRIVED", EnumSet.of(Side.SUCCESSOR)),
              Map.entry("DECLINED", EnumSet.of(Side.SUCCESSOR)),
              Map.entry("LEFT", EnumSet.of(Side.INCUMBENT)),
              Map.entry("ANSWER", EnumSet.of(Side.INCUMBENT)),
              Map.entry("CLOSE", EnumSet.of(Side.INCUMBENT)),
              Map.entry("GONE", EnumSet.of(Side.SUCCESSOR)),
              Map.entry("BYE", EnumSet.of(Side.INCUMBENT))));

  /** One for each connection: the fourth, so that some are on either side. */
  private static final Set<String> OF_EACH_CONNECTION = Set.of("CONNECTION", "ARRIVED", "LEFT");

  private static final int FOURTH = 4;

  /** Said before the release, and while connections move, too. */
  private static final String TOLD_TWICE = "STATE";

  /** Those of every build: before the release, in between, and with connections on either side. */
  private static final Set<String> BRIEF =
      Set.of(
          "the successor before it says SERVING",
          "the successor after it has heard LEFT",
          "the incumbent after it has said LISTENER",
          "the incumbent after it has said CONNECTION");

  /**
   * Who dies when.
   *
   * @param behind a message that must have been before; "" for none
   */
  record Row(Side dies, Moment moment, String kind, String behind) {
    Scene scene() {
      return switch (kind) {
        case "REFUSED" -> Scene.TWO_SUCCESSORS;
        case "DECLINED" -> Scene.OF_A_LISTENER_THAT_GOES;
        case "ANSWER" -> Scene.ANSWERED_LATE;
        case "CLOSE" -> Scene.BROKEN_OFF_LATE;
        case "GONE" -> Scene.LEFT_ALONE;
        default -> Scene.USUAL;
      };
    }

    Tap.Stop stop() {
      return new Tap.Stop(moment, kind, OF_EACH_CONNECTION.contains(kind) ? FOURTH : 1, behind);
    }

    @Override
    public String toString() {
      return (dies == Side.INCUMBENT ? "the incumbent " : "the successor ")
          + moment.words
          + " "
          + kind
          + (behind.isEmpty() ? "" : " behind " + behind);
    }
  }

  /** All of them; in a normal build some. */
  static List<Row> rowsOfThisBuild() {
    return rows().filter(row -> Soak.isLong() || BRIEF.contains(row.toString())).toList();
  }

  private static Stream<Row> rows() {
    return SAID_BY.entrySet().stream()
        .flatMap(said -> said.getValue().stream().flatMap(speaker -> rows(said.getKey(), speaker)));
  }

  private static Stream<Row> rows(String kind, Side speaker) {
    Side listener = speaker == Side.INCUMBENT ? Side.SUCCESSOR : Side.INCUMBENT;
    return Stream.of("", "RELEASED")
        .filter(behind -> behind.isEmpty() || kind.equals(TOLD_TWICE))
        .flatMap(
            behind ->
                Stream.of(
                    new Row(speaker, Moment.BEFORE_SAYING, kind, behind),
                    new Row(speaker, Moment.AFTER_SAYING, kind, behind),
                    new Row(listener, Moment.AFTER_HEARING, kind, behind)));
  }

  @BeforeAll
  static void debugger() {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.jdi").isPresent(),
        "this Java has no debugger, which finds the messages");
  }

  @Test
  void everyBuildHasItsRows() {
    List<String> names = rows().map(Row::toString).toList();
    assertTrue(names.containsAll(BRIEF), () -> names.toString());
  }

  @ParameterizedTest
  @MethodSource("rowsOfThisBuild")
  void theOtherOneServes(Row row) throws Exception {
    try (TappedHandOver handOver = new TappedHandOver(row.dies, row.stop(), row.scene())) {
      handOver.untilItStands();
      assertEquals(SAID_BY.keySet(), handOver.tap().kinds(), "say who says it");
      handOver.visit();
      handOver.tap().kill();
      handOver.lookAtHeldOne();
      if (row.kind().equals("REFUSED")) {
        judgeWithAThird(row, handOver);
      } else if (row.dies() == Side.INCUMBENT) {
        judgeTheSuccessor(handOver);
      } else if (handOver.tap().count(Moment.AFTER_SAYING, "SERVING") == 0) {
        judgeTheIncumbent(handOver);
      } else {
        judgeTheRest(handOver);
      }
      assertEquals(List.of(), handOver.wrong(), handOver::story);
      handOver.upgradeAgain();
    }
  }

  /** The incumbent is gone; what it had not given away is gone with it. */
  private static void judgeTheSuccessor(TappedHandOver handOver) throws Exception {
    Tap tap = handOver.tap();
    handOver.awaitServes(handOver.successor());
    int served = handOver.callers().settle(false);
    int least = tap.count(Moment.AFTER_SAYING, "LEFT") - handOver.others();
    int most = tap.count(Moment.BEFORE_SAYING, "CONNECTION");
    assertTrue(
        served >= Math.min(least, handOver.callers().size()) && served <= most,
        () -> served + " connections live; " + handOver.story());
    if (tap.count(Moment.AFTER_SAYING, "END") > 0) {
      // Whoever comes waits in a queue that both have.
      assertEquals("", handOver.visited(), handOver::story);
    }
  }

  /** The successor is gone before it was the instance: nobody has noticed. */
  private static void judgeTheIncumbent(TappedHandOver handOver) throws Exception {
    handOver.awaitServes(handOver.incumbent());
    assertEquals(handOver.callers().size(), handOver.callers().settle(true), handOver::story);
    assertFalse(handOver.callers().isAnyToldToGo(), handOver::story);
    assertEquals("", handOver.visited(), handOver::story);
    // Whoever has asked is counted.
    int asked = handOver.tap().count(Moment.AFTER_SAYING, "HELLO");
    handOver.await(
        () -> handOver.instance().sum("mizzen_restart_total", "result=\"failed\"") == asked);
  }

  /** The successor is gone when it was the instance: the incumbent has only the rest of its own. */
  private static void judgeTheRest(TappedHandOver handOver) throws Exception {
    Tap tap = handOver.tap();
    int all = handOver.callers().size();
    int lost = all - handOver.callers().settle(true);
    int least = tap.count(Moment.AFTER_HEARING, "LEFT") - handOver.others();
    int most = tap.count(Moment.BEFORE_SAYING, "ARRIVED");
    assertTrue(
        lost >= least && lost <= most, () -> lost + " connections are lost; " + handOver.story());
    handOver.leave();
    handOver.awaitEnd(handOver.incumbent());
  }

  /** One is on its way, and another one is told no. */
  private static void judgeWithAThird(Row row, TappedHandOver handOver) throws Exception {
    handOver.letTheFirstGoOn();
    if (row.dies() == Side.SUCCESSOR) {
      handOver.awaitServes(handOver.first());
      assertEquals(handOver.callers().size(), handOver.callers().settle(true), handOver::story);
      assertEquals("", handOver.visited(), handOver::story);
      handOver.awaitEnd(handOver.incumbent());
    } else {
      ProcessHandle one = handOver.awaitServesOneOf(handOver.first(), handOver.successor());
      handOver.awaitEnd(one.equals(handOver.first()) ? handOver.successor() : handOver.first());
      assertEquals(0, handOver.callers().settle(false), handOver::story);
    }
  }

  /**
   * An answer breaks off in the one moment in which nobody has its connection: it must end, rather
   * than get a part of that answer and others behind it.
   */
  @Test
  void anAnswerThatBreaksOffWhileItsConnectionIsOnTheWayEndsIt() throws Exception {
    Tap.Stop arrived = new Tap.Stop(Moment.BEFORE_SAYING, "ARRIVED", 1, "");
    try (TappedHandOver handOver =
        new TappedHandOver(Side.SUCCESSOR, arrived, Scene.ONLY_A_HELD_CALL)) {
      handOver.untilItStands();
      handOver.held().breakOff();
      handOver.held().awaitGone();
      handOver.tap().release();
      // What it asks meanwhile may be answered.
      handOver.await(() -> !handOver.held().ask());
      assertEquals(List.of(), handOver.wrong(), handOver::story);
      handOver.awaitServes(handOver.successor());
      handOver.awaitEnd(handOver.incumbent());
      handOver.upgradeAgain();
    }
  }
}
