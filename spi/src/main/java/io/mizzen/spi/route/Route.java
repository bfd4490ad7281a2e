package io.mizzen.spi.route;

/**
 * One rule of a route table as everyone sees it: what happens to a request that matches. The kernel
 * makes it from the keys that all routers share (cluster, time-outs, retry, header changes).
 */
public interface Route {
  /** Its name, unique in its table. */
  String name();

  /** The name of its table. */
  String table();

  /** Its position in the table's list, from 0. */
  int index();

  /** Where it stands, as {@code file:line:column}. */
  String place();
}
