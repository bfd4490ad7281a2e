/**
 * What the process knows about itself in numbers: declared metrics, their series, and how they are
 * shown.
 *
 * <p>Depends on the SPI, HdrHistogram and Dropwizard Metrics. Recording happens on workers without
 * locks; creating, removing and reading series may happen on any other thread and takes one lock
 * per registry.
 */
@NullMarked
package io.mizzen.kernel.telemetry;

import org.jspecify.annotations.NullMarked;
