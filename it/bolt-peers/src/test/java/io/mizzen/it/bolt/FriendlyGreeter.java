package io.mizzen.it.bolt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The provider's side of {@link Greeter}. */
class FriendlyGreeter implements Greeter {
  final BlockingQueue<String> told = new ArrayBlockingQueue<>(10);

  @Override
  public String hi(String name, int times) {
    return "hi " + name + "*" + times;
  }

  @Override
  public String boom(String name) {
    throw new IllegalArgumentException("bad " + name);
  }

  @Override
  public Map<String, Object> echo(Map<String, Object> map) {
    return map;
  }

  @Override
  public void tell(String news) {
    told.add(news);
  }

  @Override
  public List<String> list(String item) {
    return new ArrayList<>(List.of(item, item));
  }
}
