package io.mizzen.spi.route;

/**
 * A route with the keys that belong to the router.
 *
 * @param route the kernel's part
 * @param spec the router's part, bound to {@link RouterFactory#routeType()}
 */
public record RouteEntry<R extends Record>(Route route, R spec) {}
