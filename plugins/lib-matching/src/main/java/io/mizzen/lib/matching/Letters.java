package io.mizzen.lib.matching;

/** How letters are compared. Only ASCII is folded: names in protocols have no other letters. */
public enum Letters {
  EXACT {
    @Override
    public char fold(char c) {
      return c;
    }
  },
  IGNORE_CASE {
    @Override
    public char fold(char c) {
      return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
  };

  /** The letter that stands for all that count as equal. */
  public abstract char fold(char c);

  /** The same for a text. */
  public String fold(CharSequence text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(fold(text.charAt(i)));
    }
    return folded.toString();
  }

  /**
   * Whether a text holds another one at a position.
   *
   * @param at from 0; a negative one never matches
   * @param folded the text to find, folded beforehand
   */
  public boolean holds(CharSequence text, int at, String folded) {
    if (at < 0 || folded.length() > text.length() - at) {
      return false;
    }
    for (int i = 0; i < folded.length(); i++) {
      if (fold(text.charAt(at + i)) != folded.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether two texts are equal; the second one folded beforehand. */
  public boolean equal(CharSequence text, String folded) {
    return text.length() == folded.length() && holds(text, 0, folded);
  }
}
