package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.OfKind;
import java.util.List;

/** Which request goes where. */
@Doc("A table of routes; the router plugin decides how 'match' is read.")
public record RouteTableConfig(
    @Doc("Its name, used by filter chains.") String name,
    @OfKind("router") @Doc("What chooses a route.") Component router,
    @Doc("The routes, in order.") List<RouteConfig> routes) {}
