package io.mizzen.spi.route;
public record RouteEntry<R extends Record>(Route route, R spec) {}
