package io.mizzen.it.bolt;

import java.io.Serializable;

/** What a provider of SOFABolt is asked. */
public final class Question implements Serializable {
  private static final long serialVersionUID = 1;

  /** So long that some are read in pieces, one before and one behind a move. */
  private static final int LONGEST = 20_000;

  final String text;
  final byte[] content;

  Question(String text, byte[] content) {
    this.text = text;
    this.content = content;
  }

  /** One with content that follows from its text, of any length up to some frames. */
  static Question of(String text) {
    byte[] content = new byte[Math.floorMod(text.hashCode() * 31, LONGEST)];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + content.length);
    }
    return new Question(text, content);
  }
}
