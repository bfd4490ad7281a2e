/**
 * The proxies under measurement: how each is configured and started, and what the operating system
 * says about its process. Depends on the JDK only. Called from the main thread; {@link
 * io.mizzen.bench.proxy.ProcessProbe} also from the load loop, to read counters at the edge of a
 * window.
 */
@NullMarked
package io.mizzen.bench.proxy;

import org.jspecify.annotations.NullMarked;
