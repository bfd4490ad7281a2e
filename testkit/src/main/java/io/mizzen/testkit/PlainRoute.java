package io.mizzen.testkit;

import io.mizzen.spi.route.Route;

/** A route to a cluster. */
record PlainRoute() implements Route {
  @Override
  public String name() {
    return "test";
  }

  @Override
  public String table() {
    return "tests";
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public String place() {
    return "test.yaml:1:1";
  }

  @Override
  public Target target() {
    return Target.CLUSTER;
  }
}
