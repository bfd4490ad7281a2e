package io.mizzen.it.bolt;

import java.util.List;
import java.util.Map;

/** A service of SOFARPC. */
public interface Greeter {
  String hi(String name, int times);

  String boom(String name);

  Map<String, Object> echo(Map<String, Object> map);

  void tell(String news);

  List<String> list(String item);
}
