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

  /** What the kernel does with a request that matches, if the router does not answer it. */
  Target target();

  /** Where a request goes. */
  enum Target {
    /** To a cluster, or to one of several. */
    CLUSTER,
    /** To an answer made by the kernel. */
    REPLY,
    /**
     * Nowhere: the route names no target the kernel knows. A router that has no answer of its own
     * for such a route reports it as a problem.
     */
    NONE
  }
}
