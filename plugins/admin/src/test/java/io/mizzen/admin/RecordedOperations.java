package io.mizzen.admin;

import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that remembers what it was asked. */
final class RecordedOperations implements Operations {
  final AtomicInteger scrapes = new AtomicInteger();
  final List<String> acted = new CopyOnWriteArrayList<>();
  volatile Phase phase = Phase.READY;
  volatile boolean refuses;

  @Override
  public List<String> views() {
    return List.of("status", "config", "listeners");
  }

  @Override
  public Object view(String view, Map<String, String> query) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("view", view);
    tree.put("query", query);
    switch (view) {
      case "config" -> {
        tree.put("version", "7f3a9c1e");
        tree.put("yaml", "version: 1\n");
      }
      case "listeners" -> {
        if (query.containsKey("name") && !query.get("name").equals("web")) {
          throw new IllegalArgumentException("there is no listener '" + query.get("name") + "'");
        }
      }
      case "streams" -> throw new IllegalArgumentException("slow must be a duration");
      case "errors" -> throw new IllegalStateException("a defect");
      default -> tree.put("text", "a \"b\"\n");
    }
    return tree;
  }

  @Override
  public List<String> actions() {
    return new ArrayList<>();
  }

  @Override
  public CompletableFuture<Result> act(String action, Map<String, String> arguments) {
    acted.add(action + " " + arguments);
    return CompletableFuture.completedFuture(new Result(!refuses, Map.of("action", action)));
  }

  @Override
  public void writeMetrics(Appendable out) throws IOException {
    scrapes.incrementAndGet();
    out.append("mizzen_up 1\n");
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public List<String> waitingFor() {
    return phase == Phase.READY ? List.of() : List.of("the process is draining");
  }
}
