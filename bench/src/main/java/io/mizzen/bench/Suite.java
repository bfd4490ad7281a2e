package io.mizzen.bench;

import io.mizzen.bench.proxy.Variants;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is measured together under one name. */
enum Suite {
  /** The table of docs/performance.md: every promise that a machine without Java peers can show. */
  TABLE {
    @Override
    List<Choice> choices(List<String> ours) {
      List<String> all = join(NATIVE, ours);
      List<String> direct = join(all, List.of(Target.DIRECT));
      return List.of(
          new Choice("h1_get_1k", 64, Phases.ALL, direct),
          new Choice("h1_get_1k", 16, Phases.SATURATED, all),
          new Choice("h1_get_1k", 256, Phases.SATURATED, all),
          new Choice("h1_get_1k_log", 64, Phases.SATURATED, all),
          new Choice("h1_get_64k", 64, Phases.SATURATED, all),
          new Choice("h1_post_10k", 64, Phases.SATURATED, all),
          new Choice("h2_h1_1k", 0, Phases.SATURATED, all),
          new Choice("h2_h2_1k", 0, Phases.SATURATED, join(List.of("haproxy"), ours)),
          new Choice("bolt_1k", 0, Phases.ALL, direct),
          new Choice("dubbo_1k", 0, Phases.SATURATED, all),
          new Choice("plain_1k", 0, Phases.SATURATED, all),
          new Choice("bolt_1k_one", 0, Phases.SATURATED, all),
          new Choice("tcp_h1_1k", 64, Phases.SATURATED, all),
          new Choice("idle_10k", 0, Phases.ALL, all),
          new Choice("burst", 0, Phases.ALL, join(List.of("nginx"), ours)),
          new Choice("start", 0, Phases.ALL, ours),
          new Choice("warmup", 0, Phases.ALL, ours));
    }
  },
  /** The scenarios of the table at all numbers of connections, Envoy included. Takes an hour. */
  LONG {
    @Override
    List<Choice> choices(List<String> ours) {
      List<String> all = join(NATIVE, List.of("envoy"), ours, List.of(Target.DIRECT));
      List<Choice> choices = new ArrayList<>();
      for (String http : List.of("h1_get_1k", "h1_get_1k_log", "h1_get_64k", "h1_post_10k")) {
        for (int connections : new int[] {16, 64, 256}) {
          choices.add(new Choice(http, connections, Phases.ALL, all));
        }
      }
      for (String other : List.of("bolt_1k", "bolt_1k_one", "tcp_h1_1k", "idle_10k", "idle_50k")) {
        choices.add(new Choice(other, 0, Phases.ALL, all));
      }
      return choices;
    }
  },
  /** Proxies made with Java and Envoy. */
  PEERS {
    @Override
    List<Choice> choices(List<String> ours) {
      List<String> others = List.of("envoy", "vertx", "zuul", "spring-cloud-gateway");
      return List.of(new Choice("h1_get_1k", 64, Phases.SATURATED, join(NATIVE, others, ours)));
    }
  },
  /** What each thing that a configuration may have costs. */
  FILTERS {
    @Override
    List<Choice> choices(List<String> ours) {
      return List.of(
          new Choice(
              "h1_get_1k",
              64,
              Phases.SATURATED,
              join(List.of("nginx"), variants("plain", "tls-inspector", "admin", "log"))));
    }
  },
  /** The JVMs: releases, collectors, object headers. */
  JVM {
    @Override
    List<Choice> choices(List<String> ours) {
      List<String> words = new ArrayList<>();
      for (String collector : List.of("serial", "g1", "zgc")) {
        if (Variants.installed("17").isPresent()) {
          words.add("17+" + collector);
        }
        if (Variants.installed("25").isPresent()) {
          words.add("25+" + collector);
          words.add("25+" + collector + "+compact");
        }
      }
      return List.of(
          new Choice(
              "h1_get_1k",
              64,
              Phases.SATURATED,
              join(List.of("nginx"), variants(words.toArray(String[]::new)))));
    }
  },
  /** Ways to drive sockets. */
  TRANSPORT {
    @Override
    List<Choice> choices(List<String> ours) {
      List<String> all = join(List.of("nginx"), variants("epoll", "ioUring"));
      return List.of(
          new Choice("h1_get_1k", 64, Phases.ALL, all),
          new Choice("h1_get_1k", 256, Phases.SATURATED, all),
          new Choice("bolt_1k", 0, Phases.SATURATED, all));
    }
  },
  /** A small configuration beside the largest that is promised. */
  SCALE {
    @Override
    List<Choice> choices(List<String> ours) {
      return List.of(new Choice("scale", 0, Phases.ALL, variants("plain", "scale")));
    }
  };

  private static final List<String> NATIVE = List.of("nginx", "haproxy");

  /** Which phases of a scenario are measured. */
  enum Phases {
    ALL,
    /** Without the fixed rate. */
    SATURATED
  }

  /**
   * One scenario of a suite.
   *
   * @param connections 0 for the scenario's own number
   * @param targets names of {@link Peers}, or {@link Target#DIRECT}
   */
  record Choice(String scenario, int connections, Phases phases, List<String> targets) {
    /** The scenario as it is measured here. */
    Scenario of(Scenario named) {
      Scenario over = connections == 0 ? named : named.over(connections);
      return phases == Phases.SATURATED && over.phases().size() > 1 ? over.saturatedOnly() : over;
    }
  }

  /**
   * @param ours the names of Mizzen in this run
   */
  abstract List<Choice> choices(List<String> ours);

  private static List<String> variants(String... words) {
    return Stream.of(words).map(word -> "mizzen " + word).toList();
  }

  @SafeVarargs
  private static List<String> join(List<String>... lists) {
    return Stream.of(lists).flatMap(List::stream).toList();
  }
}
