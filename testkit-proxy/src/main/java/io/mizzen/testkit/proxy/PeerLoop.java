package io.mizzen.testkit.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The inner side of a {@link PeerProcess}: reads questions until there are no more, then ends. */
public final class PeerLoop {
  /** Answers a line; what it throws is the answer too. */
  public interface Answers {
    /** The answer, in one line. */
    String to(String line) throws Exception;
  }

  private static final System.Logger LOG = System.getLogger(PeerLoop.class.getName());

  /** Some frameworks put stack traces of both sides into their messages. */
  private static final int LONGEST = 1000;

  private static final PrintStream OUT = System.out;

  private PeerLoop() {}

  /** Says that it is ready, then answers; never returns. */
  public static void run(String ready, Answers answers) throws IOException {
    say(ready);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      say(answer(answers, line));
    }
    // not exit: hooks of frameworks wait for time-outs
    Runtime.getRuntime().halt(0);
  }

  private static String answer(Answers answers, String line) {
    try {
      return answers.to(line);
    } catch (Throwable failure) {
      LOG.log(System.Logger.Level.INFO, line, failure); // on standard error
      String text = "! " + failure;
      return text.substring(0, Math.min(text.length(), LONGEST));
    }
  }

  private static void say(String line) {
    OUT.println(PeerProcess.MARK + line.replace('\n', ' ').replace('\r', ' '));
    OUT.flush();
  }
}
