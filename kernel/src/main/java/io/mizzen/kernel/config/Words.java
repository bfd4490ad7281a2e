package io.mizzen.kernel.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Words for messages: singular forms, articles, and the word that was probably meant. */
public final class Words {
  private Words() {}

  /** {@code clusters} to {@code cluster}, {@code policies} to {@code policy}. */
  static String singular(String plural) {
    if (plural.endsWith("ies") && plural.length() > 4) {
      return plural.substring(0, plural.length() - 3) + "y";
    }
    if (plural.endsWith("sses")) {
      return plural.substring(0, plural.length() - 2);
    }
    boolean strip = plural.endsWith("s") && !plural.endsWith("ss") && plural.length() > 1;
    return strip ? plural.substring(0, plural.length() - 1) : plural;
  }

  /** {@code protocol.client} is a protocol, whichever side is configured. */
  static String ofKind(String kind) {
    int role = kind.indexOf('.');
    return role < 0 ? kind : kind.substring(0, role);
  }

  /** The word with its article. */
  static String withArticle(String word) {
    boolean vowel = !word.isEmpty() && "aeiouAEIOU".indexOf(word.charAt(0)) >= 0;
    return (vowel ? "an " : "a ") + word;
  }

  /** {@code PER_TRY} to {@code perTry}; a name that has lower-case letters stays as it is. */
  static String camelCase(String constant) {
    if (!constant.equals(constant.toUpperCase(Locale.ROOT))) {
      return constant;
    }
    StringBuilder word = new StringBuilder(constant.length());
    boolean upper = false;
    for (char c : constant.toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        word.append(upper ? c : Character.toLowerCase(c));
        upper = false;
      }
    }
    return word.toString();
  }

  /**
   * The candidate nearest to a misspelt word, or null when none is near. Case, {@code _} and {@code
   * -} count for nothing, so {@code keep_alive} finds {@code keepAlive}.
   */
  public static @Nullable String nearest(String word, Collection<String> candidates) {
    String wanted = plain(word);
    // A third of the letters may differ; more and the suggestion is a guess.
    int limit = Math.max(1, wanted.length() / 3);
    String best = null;
    int bestDistance = limit + 1;
    for (String candidate : candidates) {
      String plain = plain(candidate);
      if (Math.abs(plain.length() - wanted.length()) < bestDistance) {
        int distance = distance(wanted, plain);
        if (distance < bestDistance) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
    return best;
  }

  private static String plain(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Edits to get from one to the other: insert, delete, replace, or swap two neighbours. */
  static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[to.length()];
  }
}
