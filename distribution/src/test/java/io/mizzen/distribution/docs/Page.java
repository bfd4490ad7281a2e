package io.mizzen.distribution.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page and its blocks, in order. Besides fences, a comment that begins with a language is a
 * block: what has to happen and nobody wants to read.
 *
 * @param name relative to the checkout
 */
record Page(String name, List<Block> blocks) {
  private static final Pattern OPENING =
      Pattern.compile("(?<indent> *)(?<fence>```+|<!-- )(?<words>.*)");
  private static final Pattern HIDDEN = Pattern.compile("(sh|yaml|console)( .*)?");

  /**
   * One block.
   *
   * @param place {@code file:line} of its first line
   * @param language the first word behind the fence
   * @param rest the other words
   */
  record Block(String place, String language, String rest, Visibility visibility, String text) {
    @Override
    public String toString() {
      return place + " " + language;
    }
  }

  enum Visibility {
    SHOWN,
    HIDDEN
  }

  static Page read(Path root, Path file) throws IOException {
    String name = root.relativize(file).toString();
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      Matcher opening = OPENING.matcher(lines.get(i));
      if (!opening.matches()) {
        continue;
      }
      boolean shown = !opening.group("fence").startsWith("<");
      String words = opening.group("words").strip();
      if (!shown && !HIDDEN.matcher(words).matches()) {
        continue;
      }
      String closing = shown ? opening.group("fence") : "-->";
      StringBuilder text = new StringBuilder();
      int first = i + 2;
      for (i++; i < lines.size() && !lines.get(i).strip().equals(closing); i++) {
        String line = lines.get(i);
        int indent = Math.min(opening.group("indent").length(), line.length());
        text.append(line.substring(line.substring(0, indent).isBlank() ? indent : 0)).append('\n');
      }
      int blank = words.indexOf(' ');
      blocks.add(
          new Block(
              name + ":" + first,
              blank < 0 ? words : words.substring(0, blank),
              blank < 0 ? "" : words.substring(blank + 1).strip(),
              shown ? Visibility.SHOWN : Visibility.HIDDEN,
              text.toString()));
    }
    return new Page(name, blocks);
  }
}
