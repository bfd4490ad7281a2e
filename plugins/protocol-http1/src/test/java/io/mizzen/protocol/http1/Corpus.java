package io.mizzen.protocol.http1;

import io.mizzen.testkit.HexFrames;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that attackers send. A frame's name says what it is and, behind {@code ->}, what has to
 * become of it: {@code accept}, or the number of the answer.
 */
final class Corpus {
  private Corpus() {}

  record Sample(String name, String expected, byte[] bytes) {
    @Override
    public String toString() {
      return name + " -> " + expected;
    }
  }

  static List<Sample> load(String resource) {
    List<Sample> samples = new ArrayList<>();
    HexFrames.load(Corpus.class, resource)
        .forEach(
            (name, bytes) -> {
              int arrow = name.indexOf(" -> ");
              samples.add(new Sample(name.substring(0, arrow), name.substring(arrow + 4), bytes));
            });
    return samples;
  }

  /** The whole error answer with a number, at the hour where test clocks stand. */
  static byte[] failure(String code) {
    int number = Integer.parseInt(code);
    String text = number + " " + StatusText.reason(number) + "\n";
    return Subject.ascii(
        "HTTP/1.1 "
            + text.strip()
            + "\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\nContent-Type: text/plain\r\n"
            + "Content-Length: "
            + text.length()
            + (number == 426
                ? "\r\nConnection: close, upgrade\r\nUpgrade: HTTP/1.1\r\n\r\n"
                : "\r\nConnection: close\r\n\r\n")
            + text);
  }
}
