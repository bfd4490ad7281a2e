/**
 * The load generator and the upstreams: everything that runs on the load core. Depends on the JDK
 * and HdrHistogram only. One {@link io.mizzen.bench.load.Loop} thread drives both roles, so that
 * the load core never switches context while a proxy is measured; whatever is not marked otherwise
 * belongs to that thread, and nothing is locked.
 */
@NullMarked
package io.mizzen.bench.load;

import org.jspecify.annotations.NullMarked;
