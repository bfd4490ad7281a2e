package io.mizzen.kernel.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads what stands in {@code @Default}: YAML without a place. */
final class DefaultTexts {
  private DefaultTexts() {}

  /**
   * @throws IllegalArgumentException if it is not YAML
   */
  static Node read(String text) {
    try {
      return parse(text);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("default '" + text + "' is not YAML", e);
    }
  }

  private static Node parse(String text) {
    // Not through Yaml, which prepares for objects of every type: a start reads a hundred defaults.
    Parser events = new ParserImpl(new StreamReader(new StringReader(text)), new LoaderOptions());
    events.getEvent(); // stream start
    if (events.getEvent().is(Event.ID.StreamEnd)) {
      return new ScalarNode(Span.NONE, "", true);
    }
    return node(events.getEvent(), events);
  }

  private static Node node(Event event, Parser events) {
    if (event instanceof ScalarEvent scalar) {
      return new ScalarNode(Span.NONE, scalar.getValue(), !scalar.isPlain());
    }
    boolean isMap = event.is(Event.ID.MappingStart);
    if (!isMap && !event.is(Event.ID.SequenceStart)) {
      throw new IllegalArgumentException("a default may not hold " + event);
    }
    List<Node> nodes = new ArrayList<>();
    Event next = events.getEvent();
    while (!next.is(Event.ID.MappingEnd) && !next.is(Event.ID.SequenceEnd)) {
      nodes.add(node(next, events));
      next = events.getEvent();
    }
    if (!isMap) {
      return new ListNode(Span.NONE, nodes);
    }
    List<MapNode.Entry> entries = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i += 2) {
      String key = ((ScalarNode) nodes.get(i)).text();
      entries.add(new MapNode.Entry(key, Span.NONE, nodes.get(i + 1), Span.NONE));
    }
    return new MapNode(Span.NONE, entries);
  }
}
