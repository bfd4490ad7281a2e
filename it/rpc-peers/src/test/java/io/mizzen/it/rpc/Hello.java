package io.mizzen.it.rpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The service that providers offer in these tests. */
public interface Hello {
  /** Says who called, how often, and what was attached. */
  String hi(String name, int times);

  /** The same length back, after arguments that make references and definitions. */
  String echo(List<Thing> things, Map<String, Object> more, byte[] bytes);

  /** Throws. */
  String boom(String name);

  /** Answers later. */
  CompletableFuture<String> later(String name, long millis);

  /** Counts. */
  void note(String name);

  /** How often {@link #note} was called. */
  int noted();

  /** Gives a thing back with its number doubled, and a thing within. */
  Thing twice(Thing thing);

  /** What is known about a name. */
  Map<String, Object> facts(String name);

  /** The bytes the other way round. */
  byte[] turned(byte[] bytes);

  /** Says whose call it was, and which provider this is. */
  String greet(String who, int number);

  /** Nothing. */
  String nothing(List<String> ignored);

  /** An argument with fields. */
  class Thing implements java.io.Serializable {
    private static final long serialVersionUID = 1;

    public String name = "";
    public int number;
    public Thing self;
  }
}
