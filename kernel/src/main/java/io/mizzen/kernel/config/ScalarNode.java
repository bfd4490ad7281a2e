package io.mizzen.kernel.config;

/**
 * A piece of text and what the YAML author said about it: quoted or plain. What it means is up to
 * the type that reads it, so that {@code on}, {@code 0644} and {@code 22:22} stay what they are.
 */
final class ScalarNode extends Node {
  /** How far substitution has come. */
  enum State {
    /** Not looked at. */
    RAW,
    /** Nothing had to be replaced. */
    PLAIN,
    /** At least one {@code ${...}} was replaced, so quotes say nothing about the type. */
    SUBSTITUTED,
    /** As before, and it must never be shown. */
    SECRET,
    /** A substitution failed and was reported. */
    FAILED
  }

  private final boolean quoted;
  private String text;
  private State state = State.RAW;

  ScalarNode(long span, String text, boolean quoted) {
    super(span);
    this.text = text;
    this.quoted = quoted;
  }

  String text() {
    return text;
  }

  State state() {
    return state;
  }

  void resolve(String resolved, State as) {
    text = resolved;
    state = as;
  }

  /** Quoted by its author and not the result of a substitution: certainly a text. */
  boolean isQuoted() {
    return quoted && state != State.SUBSTITUTED && state != State.SECRET;
  }

  boolean isSecret() {
    return state == State.SECRET;
  }

  /** YAML 1.2 core null: nothing, {@code ~} or {@code null}, unquoted. */
  boolean isNull() {
    return !quoted
        && state != State.SUBSTITUTED
        && state != State.SECRET
        && switch (text) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  @Override
  long weight() {
    return 1;
  }

  @Override
  String what() {
    return isNull() ? "nothing" : "a text";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScalarNode that
        && text.equals(that.text)
        && isQuoted() == that.isQuoted();
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
