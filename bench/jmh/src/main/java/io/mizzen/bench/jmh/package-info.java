/**
 * Micro-benchmarks, one class per piece that is measured. May depend on any module whose pieces it
 * measures; nothing depends on it. JMH owns the threads.
 */
@NullMarked
package io.mizzen.bench.jmh;

import org.jspecify.annotations.NullMarked;
