package io.mizzen.discovery.file;

import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.upstream.EndpointSpec;
import io.netty.util.NetUtil;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the endpoints of a file. It works on the node graph: scalars are taken as they are written
 * (a version {@code 1.10} stays one), nothing is constructed from tags, and every problem has its
 * line.
 */
final class EndpointsFile {
  /** 100,000 endpoints with some metadata; SnakeYAML's own limit ends at a third of that. */
  private static final int MAX_CODE_POINTS = 32 << 20;

  /** As many as a person reads; the rest is a number. */
  private static final int MAX_PROBLEMS = 5;

  private final String name;
  private final List<String> problems = new ArrayList<>();
  private final Set<String> addresses = new HashSet<>();

  private EndpointsFile(String name) {
    this.name = name;
  }

  /** A file that cannot be used; the message says all that is wrong. */
  static final class BadFile extends Exception {
    BadFile(String message) {
      super(message);
    }
  }

  /**
   * Reads a text.
   *
   * @param name the file's name, for places
   */
  static List<EndpointSpec> read(String name, String text) throws BadFile {
    return new EndpointsFile(name).read(text);
  }

  private List<EndpointSpec> read(String text) throws BadFile {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    Node root;
    try {
      root = new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      throw new BadFile(
          name
              + (e.getProblemMark() == null
                  ? ""
                  : ":"
                      + (e.getProblemMark().getLine() + 1)
                      + ":"
                      + (e.getProblemMark().getColumn() + 1))
              + ": "
              + e.getProblem());
    } catch (YAMLException e) {
      throw new BadFile(name + ": " + e.getMessage());
    }
    List<EndpointSpec> endpoints = endpoints(root);
    if (!problems.isEmpty()) {
      String told = String.join("; ", problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS)));
      int more = problems.size() - MAX_PROBLEMS;
      throw new BadFile(more > 0 ? told + "; and " + more + " more" : told);
    }
    return endpoints;
  }

  private List<EndpointSpec> endpoints(@Nullable Node root) {
    List<EndpointSpec> endpoints = new ArrayList<>();
    if (!(root instanceof MappingNode map)) {
      problems.add(place(root) + ": expected 'endpoints:' with a list");
      return endpoints;
    }
    Map<String, Node> keys = keys(map, Set.of("endpoints"));
    // An emptied file must not empty a cluster: nobody there is written as 'endpoints: []'.
    if (!(keys.get("endpoints") instanceof SequenceNode list)) {
      problems.add(place(map) + ": expected 'endpoints:' with a list");
      return endpoints;
    }
    for (Node item : list.getValue()) {
      EndpointSpec endpoint = endpoint(item);
      if (endpoint != null) {
        endpoints.add(endpoint);
      }
    }
    return endpoints;
  }

  private @Nullable EndpointSpec endpoint(Node item) {
    if (item instanceof ScalarNode) {
      String address = address(item);
      return address == null ? null : EndpointSpec.of(address);
    }
    if (!(item instanceof MappingNode map)) {
      problems.add(place(item) + ": expected \"host:port\" or {address, weight, metadata}");
      return null;
    }
    Map<String, Node> keys = keys(map, Set.of("address", "weight", "metadata"));
    String address = address(keys.getOrDefault("address", map));
    int weight = weight(keys.get("weight"));
    Map<String, String> metadata = metadata(keys.get("metadata"));
    return address == null ? null : new EndpointSpec(address, weight, metadata);
  }

  private @Nullable String address(Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(place(node) + ": an endpoint needs an 'address'");
      return null;
    }
    try {
      HostPort address = HostPort.parse(scalar.getValue());
      boolean resolved =
          address.isUnix()
              || NetUtil.isValidIpV4Address(address.host())
              || NetUtil.isValidIpV6Address(address.host());
      if (!resolved) {
        problems.add(
            place(node)
                + ": '"
                + address.host()
                + "' is a name, but a file lists addresses (the discovery strictDns takes names)");
        return null;
      }
      if (address.port() == 0) {
        problems.add(place(node) + ": port must be from 1 to 65535: '" + address + "'");
        return null;
      }
      if (!addresses.add(address.toString())) {
        problems.add(place(node) + ": '" + address + "' is listed twice");
        return null;
      }
      return address.toString();
    } catch (IllegalArgumentException e) {
      problems.add(place(node) + ": " + e.getMessage());
      return null;
    }
  }

  private int weight(@Nullable Node node) {
    if (node == null) {
      return 1;
    }
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "";
    // Up to nine digits, so that it is an int.
    boolean number =
        !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int weight = number ? Integer.parseInt(text) : 0;
    if (weight < 1) {
      problems.add(place(node) + ": weight must be a whole number from 1, got '" + text + "'");
      return 1;
    }
    return weight;
  }

  private Map<String, String> metadata(@Nullable Node node) {
    Map<String, String> words = new LinkedHashMap<>();
    if (node == null) {
      return words;
    }
    if (!(node instanceof MappingNode map)) {
      problems.add(place(node) + ": metadata must be names with words");
      return words;
    }
    keys(map, Set.of())
        .forEach(
            (key, value) -> {
              if (value instanceof ScalarNode scalar) {
                words.put(key, scalar.getValue());
              } else {
                problems.add(place(value) + ": metadata '" + key + "' must be one word");
              }
            });
    return words;
  }

  /** The keys of a map; an empty set knows all of them. */
  private Map<String, Node> keys(MappingNode map, Set<String> known) {
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      Node node = tuple.getKeyNode();
      String key = node instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (!known.isEmpty() && !known.contains(key)) {
        problems.add(place(node) + ": unknown key '" + key + "'");
      } else if (keys.put(key, tuple.getValueNode()) != null) {
        problems.add(place(node) + ": key '" + key + "' stands twice");
      }
    }
    return keys;
  }

  private String place(@Nullable Node node) {
    return node == null
        ? name
        : name
            + ":"
            + (node.getStartMark().getLine() + 1)
            + ":"
            + (node.getStartMark().getColumn() + 1);
  }
}
