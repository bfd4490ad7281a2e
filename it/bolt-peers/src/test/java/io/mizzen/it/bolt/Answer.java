package io.mizzen.it.bolt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.Serializable;

/** What a provider of SOFABolt answers. */
public final class Answer implements Serializable {
  private static final long serialVersionUID = 1;

  final String text;
  final byte[] content;

  private Answer(String text, byte[] content) {
    this.text = text;
    this.content = content;
  }

  /** The one that belongs to a question. */
  static Answer to(Question question) {
    return new Answer("hello " + question.text, question.content);
  }

  /** Compares an answer with the one that belongs to a question, byte by byte. */
  static void check(Question question, Object answer) {
    Answer given = assertInstanceOf(Answer.class, answer, question.text);
    assertEquals("hello " + question.text, given.text);
    assertArrayEquals(question.content, given.content, question.text);
  }
}
